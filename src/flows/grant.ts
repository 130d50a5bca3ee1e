import { type AuthcheckError, TokenError } from '../errors.ts';
import type { ProofOfPossession, TokenSet } from '../types.ts';
import type { Client, Library } from './client.ts';
import type { FlowContext } from './flow.ts';
import type { PinnedServer } from './pinning.ts';
import { rememberIssuer } from './provenance.ts';
import { readTokenAnswer } from './token-answer.ts';
import { asTokenError } from './token-error.ts';
import type { Wire } from './wire.ts';

/** One attempt at a grant by one library: who asks whom, over which road. */
export interface Grant {
  readonly context: FlowContext;
  readonly server: PinnedServer;
  readonly client: Client;
  readonly wire: Wire;
  /** The token is to be bound to this key (RFC 9449). */
  readonly proof?: ProofOfPossession | undefined;
  /** For the record; undefined or empty: nothing was asked for. */
  readonly requestedScopes?: readonly string[] | undefined;
}

/**
 * Runs a library's grant and reads the token set from the answer that came. `call` resolves with the access
 * token as the library understood it: the two must agree. The last answer counts: one that asked for a nonce,
 * or to be polled again, comes before it.
 * @throws AuthcheckError, never a library's own error
 */
export async function tokensBy(
  library: Library,
  attempt: Omit<Grant, 'server'> & { readonly server?: PinnedServer },
  call: () => Promise<string | undefined>,
): Promise<TokenSet> {
  const { context, client, wire, proof, requestedScopes = [] } = attempt;
  const tokenType = proof === undefined ? 'Bearer' : 'DPoP';
  const understood = await call().catch((error: unknown) => {
    throw asTokenError(error, wire, context, tokenType);
  });
  const last = wire.answers.at(-1);
  if (last === undefined) throw libraryDisagrees(library, context);
  const answer = readTokenAnswer(last, context.http.vault, tokenType);
  if (understood !== answer.accessToken.reveal()) throw libraryDisagrees(library, context);
  if (answer.refreshToken !== undefined && attempt.server !== undefined) {
    rememberIssuer(answer.refreshToken, attempt.server.issuer);
  }
  const { expiresIn, ...tokens } = answer;
  return {
    ...tokens,
    ...(proof === undefined ? {} : { proof }),
    ...(requestedScopes.length === 0 ? {} : { requestedScopes }),
    expiresAt: expiresIn === null ? null : context.now() + expiresIn * 1000,
    library,
    clientId: client.clientId,
    exchanges: wire.answers.map((response) => response.exchange),
  };
}

// A cache hit or a token of its own making would prove nothing about the server.
function libraryDisagrees(library: Library, context: FlowContext): AuthcheckError {
  return new TokenError('token.invalid', `${library} did not take the access token from the answer.`, {
    target: context.target.name,
    phase: 'token',
  });
}
