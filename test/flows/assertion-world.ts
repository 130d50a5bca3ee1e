import { inspect } from 'node:util';
import { generateKeyPair, type JWTPayload, jwtVerify, SignJWT } from 'jose';
import { AuthcheckError } from '../../src/errors.ts';
import type { AssertionSource, Http } from '../../src/types.ts';
import { type Received, reply, type SmallServer } from './small-server.ts';

/** Somebody who signs assertions, and whoever knows their public key. */
export interface Signer {
  readonly sign: (claims: JWTPayload, header?: { readonly typ?: string | undefined }) => Promise<string>;
  readonly verify: (jwt: string, rules: Parameters<typeof jwtVerify>[2]) => Promise<JWTPayload>;
}

export async function newSigner(issuer: string): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const now = () => Math.floor(Date.now() / 1000);
  return {
    sign: (claims, header = {}) =>
      new SignJWT({ iss: issuer, iat: now(), exp: now() + 300, ...claims })
        .setProtectedHeader({ alg: 'ES256', ...(header.typ === undefined ? {} : { typ: header.typ }) })
        .sign(privateKey),
    verify: async (jwt, rules) => (await jwtVerify(jwt, publicKey, { issuer, ...rules })).payload,
  };
}

/** An assertion as a flag or a variable names it. */
export function referenceTo(http: Http, read: () => string | Promise<string>): AssertionSource {
  return { from: 'reference', read: async () => http.vault.keep(await read()) };
}

/** The OAuth error that an endpoint answers with (RFC 6749 §5.2). */
export class Refusal extends Error {
  readonly status: number;
  readonly body: object;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    error: string,
    description: string,
    status = 400,
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(error);
    this.status = status;
    this.body = { error, error_description: description };
    this.headers = headers;
  }
}

/** Makes the token endpoint answer what `judge` resolves with, or the refusal that it throws. */
export function judging(server: SmallServer, judge: (request: Received) => Promise<object>): void {
  server.answer = (request, response) => {
    judge(request).then(
      (body) => reply(response, 200, body),
      (error: unknown) =>
        error instanceof Refusal
          ? reply(response, error.status, error.body, error.headers)
          : reply(response, 400, { error: 'invalid_grant', error_description: String(error) }),
    );
  };
}

export function requireThat(fact: boolean, error: string, description: string): void {
  if (!fact) throw new Refusal(error, description);
}

/** Everything that an error could show to somebody. */
export function everythingIn(error: unknown): string {
  const told = error instanceof AuthcheckError ? JSON.stringify(error.toJSON()) : '';
  return `${told}\n${inspect(error, { depth: 20, showHidden: true })}`;
}
