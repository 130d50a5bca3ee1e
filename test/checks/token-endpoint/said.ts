import { Secret } from '../../../src/secret.ts';
import type { ServerAnswer } from '../../../src/types.ts';

/** What an authorization server said, as a judge gets to see it. */
export function said(
  status: number,
  members: Readonly<Record<string, unknown>> = {},
  more: Partial<ServerAnswer> = {},
): ServerAnswer {
  const { error, access_token: token } = members;
  return {
    status,
    headers: [],
    location: undefined,
    members,
    error: typeof error === 'string' ? error : undefined,
    ...(typeof token === 'string' ? { accessToken: new Secret(token) } : {}),
    body: '',
    exchange: 1,
    request: { method: 'POST', url: 'https://as.example/token', headers: [] },
    ...more,
  };
}

/** A token as such, and one whose claims can be read. */
export const OPAQUE = { access_token: 'opaque', token_type: 'Bearer', expires_in: 60 };

export function readable(claims: object): Readonly<Record<string, unknown>> {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return { ...OPAQUE, access_token: `${part({ alg: 'RS256' })}.${part(claims)}.c2ln` };
}

export const GOOD = said(200, readable({ aud: 'https://mcp.example/mcp' }));
export const BUSY = said(429);
export const BROKEN = said(503);
export const PAGE = said(403);

/** Answers that decide nothing, whatever was asked. */
export const NOTHING = [
  ['too many requests', BUSY],
  ['a server that broke down', BROKEN],
  ['a page of a firewall', PAGE],
] as const;
