import { TokenError } from '../errors.ts';
import type { Secret, Vault } from '../secret.ts';
import { decodeToken } from '../token/index.ts';
import type { FlowEvidence, ProbeRequest } from '../types.ts';
import type { CheckContext } from './check.ts';
import { kindOfUnread } from './readable.ts';

/** How a token is shown to the endpoint: one `Authorization` value, and the key that the token is bound to. */
export interface Shown {
  readonly authorization: readonly [Secret | string];
  /** The same for a shell in which $TOKEN is the good token. */
  readonly authorizationInShell?: readonly [string];
  readonly proof?: NonNullable<ProbeRequest['proof']>;
}

/** By itself (RFC 6750 §2.1), kept in the vault. `inShell`: what makes it in a shell. */
export function bearer(token: Secret, vault: Vault, inShell = '$TOKEN'): Shown {
  return {
    authorization: [vault.keep(`Bearer ${token.reveal()}`)],
    authorizationInShell: [`Bearer ${inShell}`],
  };
}

/** As the flow's own token is shown: `DPoP` with a proof when that is bound to a key (RFC 9449 §7.1), else `Bearer`. */
export function likeTheGoodOne(token: Secret, { flow, http }: CheckContext, inShell = '$TOKEN'): Shown {
  if (flow === undefined || !isBound(flow) || flow.tokens?.proof === undefined)
    return bearer(token, http.vault, inShell);
  return {
    authorization: [http.vault.keep(`DPoP ${token.reveal()}`)],
    authorizationInShell: [`DPoP ${inShell}`],
    proof: { key: flow.tokens.proof, accessToken: token },
  };
}

/** Whether the flow's token is bound to a key (RFC 9449). */
export function isBound({ tokens }: FlowEvidence): boolean {
  return tokens?.tokenType.toLowerCase() === 'dpop';
}

/** Whether the flow brought a token that can be shown here: a bound one only together with its key. */
export function isPresentable(flow: FlowEvidence): boolean {
  if (isBound(flow)) return flow.tokens?.proof !== undefined;
  return flow.tokens?.tokenType.toLowerCase() === 'bearer';
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
  return `The access token is ${kindOfUnread(token)}; only a readable JWT can be changed and sent again.`;
}
