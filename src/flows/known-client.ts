import { AuthcheckError, TokenError } from '../errors.ts';
import type { IdentifiedClient } from './client-identity.ts';
import type { FlowContext } from './flow.ts';
import type { PinnedServer } from './pinning.ts';
import { remoteText } from './remote-text.ts';

/** An attempt says which client it uses, as soon as it knows. */
export type Attempt<T> = (use: (client: IdentifiedClient) => void) => Promise<T>;

/**
 * Makes the attempt; once more when the authorization server does not know a client that it registered
 * earlier: that one is forgotten, so that the second attempt registers anew.
 */
export async function withKnownClient<T>(
  context: FlowContext,
  server: PinnedServer,
  attempt: Attempt<T>,
): Promise<T> {
  let used: IdentifiedClient | undefined;
  try {
    return await attempt((client) => {
      used = client;
    });
  } catch (error) {
    if (used === undefined || !isForgotten(used, error)) throw error;
    await forget(context, server, used);
    return await attempt(() => undefined);
  }
}

/**
 * The error of a refresh by a registered client that the authorization server does not know: its refresh
 * token is lost with it. Other errors come back as they are.
 */
export async function withLostClient(
  context: FlowContext,
  server: PinnedServer,
  client: IdentifiedClient,
  error: unknown,
): Promise<unknown> {
  if (!isForgotten(client, error)) return error;
  await forget(context, server, client);
  return new TokenError('registration.lost', error.message, {
    ...details(error),
    hint: 'The authorization server no longer knows the client that it registered: sign in again.',
  });
}

/**
 * The error of a sign-in that nobody answered. An authorization server that does not know the client shows a
 * page and tells only the person (RFC 6749 §4.1.2.1), so a registration of earlier is given up: else each
 * further run would end here too.
 */
export async function withSilentServer(
  context: FlowContext,
  server: PinnedServer,
  client: IdentifiedClient,
  error: unknown,
): Promise<unknown> {
  const unanswered = error instanceof AuthcheckError && error.code === 'person.timeout';
  if (!unanswered || client.how !== 'dynamic' || !client.kept) return error;
  // All of them: who lost one has lost the others, and each would cost a person's patience.
  await context.registrations.forget(server.issuer);
  return new TokenError(error.code, error.message, {
    ...details(error),
    hint: `${error.hint ?? ''} Or the authorization server has forgotten the client that it registered: the next run registers anew.`,
  });
}

function isForgotten(client: IdentifiedClient, error: unknown): error is AuthcheckError {
  return (
    client.how === 'dynamic' &&
    client.kept &&
    error instanceof AuthcheckError &&
    error.code === 'oauth.invalid_client'
  );
}

async function forget(context: FlowContext, server: PinnedServer, { clientId }: IdentifiedClient) {
  await context.registrations.forget(server.issuer, clientId);
  const name = remoteText(clientId, context.http.vault, 200);
  context.person.tell(`${server.issuer} no longer knows the client ${name} that it registered.`);
}

function details({ phase, target, provider, exchanges, cause }: AuthcheckError) {
  return {
    exchanges,
    cause,
    ...(phase === undefined ? {} : { phase }),
    ...(target === undefined ? {} : { target }),
    ...(provider === undefined ? {} : { provider }),
  };
}
