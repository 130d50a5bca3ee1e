import { UsageError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { decodeToken, quoteAll } from '../token/index.ts';
import type { IdentityProvider, Token } from '../types.ts';
import { assertionFrom } from './assertion-source.ts';
import type { FlowContext } from './flow.ts';

/** Three parts, none of them empty (RFC 7515 §7.1). */
const COMPACT = /^[\w-]+\.[\w-]+\.[\w-]+$/;

export interface IdToken {
  readonly token: Secret;
  /** Who says to have issued it; it was not verified, which is the identity provider's to do. */
  readonly issuer: string | null;
}

/**
 * The ID token to exchange, refused before it is sent where the identity provider would have to refuse it: it is
 * no JWT, has expired, or is not for the identity provider's client (OpenID Connect Core §2).
 * @throws UsageError `credential.id_token`, `credential.id_token_expired`, `credential.id_token_audience`
 */
export async function idTokenFor(context: FlowContext, provider: IdentityProvider): Promise<IdToken> {
  const token = await assertionFrom(provider.idToken, context, provider.clientId);
  const read = decodeToken(token.reveal());
  const problem = COMPACT.test(token.reveal())
    ? problemOf(read, provider.clientId, context.now())
    : noIdToken(read);
  if (problem === undefined) return { token, issuer: read.iss };
  throw new UsageError(problem.code, `${problem.message} Nothing was sent.`, {
    target: context.target.name,
    phase: 'token',
    hint: problem.hint,
  });
}

interface Problem {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

function noIdToken({ format }: Token): Problem {
  const found = { jwt: 'one in quotes or unsigned', jwe: 'an encrypted one', opaque: 'something else' }[
    format
  ];
  return {
    code: 'credential.id_token',
    message: `Expected an ID token, which is a signed JWT; found ${found}.`,
    hint: 'Give the id_token of the sign-in at the identity provider, not an access or refresh token.',
  };
}

function problemOf(token: Token, clientId: string, now: number): Problem | undefined {
  if (token.format !== 'jwt' || token.claims === null) return noIdToken(token);
  if (token.expiresAt !== null && Date.parse(token.expiresAt) <= now) {
    return {
      code: 'credential.id_token_expired',
      message: `The ID token expired at ${token.expiresAt}.`,
      hint: 'Sign in at the identity provider again; if that was just now, check this machine’s clock.',
    };
  }
  if (!token.aud.includes(clientId)) {
    return {
      code: 'credential.id_token_audience',
      message: `The ID token is for ${quoteAll(token.aud)}, not for the identity provider’s client ${quoteAll([clientId])}.`,
      hint: 'Give the client id that signed in there: --idp-client-id.',
    };
  }
  return undefined;
}
