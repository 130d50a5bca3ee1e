import { TokenError } from '../errors.ts';
import type { Secret, Vault } from '../secret.ts';
import { decodeToken } from '../token/index.ts';
import type { FlowEvidence } from '../types.ts';
import type { CheckContext } from './check.ts';

/** The `Authorization` value that carries a token (RFC 6750 §2.1), kept in the vault. */
export function bearer(token: Secret, vault: Vault): Secret {
  return vault.keep(`Bearer ${token.reveal()}`);
}

/** Whether the flow brought an access token; the flow `none` brings an empty one. */
export function hasToken(flow: FlowEvidence): boolean {
  return flow.tokens !== undefined && flow.tokens.tokenType !== 'none';
}

/** The access token of the context's flow. Checks with `needsToken` are not run without one. */
export function accessToken(context: CheckContext): Secret {
  const tokens = context.flow?.tokens;
  if (tokens === undefined)
    throw new TokenError('internal.no_token', 'A check that needs a token was run without one.');
  return tokens.accessToken;
}

/** Why no token can be forged after this one, if so. */
export function unforgeable(context: CheckContext): string | undefined {
  const token = context.flow?.token ?? decodeToken(accessToken(context).reveal());
  if (token.format === 'jwt' && token.claims !== null) return undefined;
  const kind = token.format === 'jwe' ? 'encrypted' : token.format === 'jwt' ? 'unreadable' : 'opaque';
  return `The access token is ${kind}; only a readable JWT can be changed and sent again.`;
}
