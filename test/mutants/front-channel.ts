import { createHash, randomBytes } from 'node:crypto';
import { expect } from 'vitest';

export const REDIRECT = 'http://127.0.0.1:4711/callback';
export const VERIFIER = randomBytes(32).toString('base64url');

export type Changes = Readonly<Record<string, string | undefined>>;

const usual = {
  response_type: 'code',
  client_id: 'person',
  redirect_uri: REDIRECT,
  state: 'a state',
  code_challenge: createHash('sha256').update(VERIFIER).digest('base64url'),
  code_challenge_method: 'S256',
};

/** A good authorization request with changes: the parameters of the redirect, or the status where there is none. */
export async function authorizeAt(
  issuer: string,
  changes: Changes,
): Promise<Readonly<Record<string, string>> | number> {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries({ ...usual, ...changes })) {
    if (value !== undefined) asked.set(name, value);
  }
  const response = await fetch(`${issuer}/authorize?${asked.toString()}`, { redirect: 'manual' });
  await response.text();
  expect(response.headers.get('content-security-policy')).toMatch(/frame-ancestors 'none'/);
  const location = response.headers.get('location');
  return location === null ? response.status : Object.fromEntries(new URL(location).searchParams);
}
