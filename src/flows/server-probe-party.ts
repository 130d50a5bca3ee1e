import type { ClientAuth, ClientMetadata, ServerMetadata } from 'openid-client';
import { TokenError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { type ChangeClaims, clientAuthentication } from './client-authentication.ts';
import type { IdentifiedClient } from './client-identity.ts';
import { clientOfTokens } from './client-of-tokens.ts';
import type { FlowContext } from './flow.ts';
import type { Grant } from './grant.ts';
import { type PinnedServer, pinnedServer } from './pinning.ts';
import { openWire } from './wire.ts';

/** Which authorization server is asked, in the context of which flow. */
export interface Asked {
  readonly context: FlowContext;
  readonly server: PinnedServer;
}

/** Who asks it when a check speaks as the client of the flow. */
export interface Party extends Asked {
  readonly client: IdentifiedClient;
}

/** What the flow brought, newest last. */
export function ownTokens({
  earlier,
  request,
}: FlowContext): FlowContext['earlier'][number]['tokens'] | undefined {
  return earlier.findLast((one) => one.request === request)?.tokens;
}

/** The client id that needs no look into what was registered. */
export function knownClientId(context: FlowContext): string | undefined {
  const { clientId, clientMetadataUrl } = context.request;
  return [clientId, ownTokens(context)?.clientId, clientMetadataUrl].find(
    (id) => id !== undefined && id !== '',
  );
}

/** Why the client of the flow cannot ask, in plain words; undefined: it can. Asks nobody. */
export function unableBecause(context: FlowContext): string | undefined {
  const { flow, credential } = context.request;
  if (credential?.kind === 'managed_identity')
    return 'The flow signs in with a managed identity: its credential never leaves the host, so that no request can be made with it.';
  if (credential?.kind === 'token')
    return `The flow ${flow} brings a token that somebody else obtained; its client cannot ask for another.`;
  if (knownClientId(context) === undefined)
    return `The flow ${flow} has no client at the authorization server; give --client-id and a flow that asks it, for instance client_credentials.`;
  if (credential?.kind === 'secret' && credential.secret.length === 0)
    return 'The client secret is empty; give --client-secret-env the name of a variable that is set.';
  try {
    serverOf(context);
    return undefined;
  } catch (error) {
    if (error instanceof TokenError) return `${error.message} ${error.hint ?? ''}`.trim();
    throw error;
  }
}

/** @throws TokenError, UsageError where the server may not be asked or there is no client; nothing was sent */
export async function partyOf(context: FlowContext): Promise<Party> {
  const server = serverOf(context);
  const client = await clientOfTokens(context, server, {
    request: context.request,
    clientId: ownTokens(context)?.clientId,
  });
  return { context, server, client };
}

/**
 * The server under the flow's own rules: a credential goes to a pinned issuer only. What the person should know of
 * that was said when the flow ran.
 * @throws TokenError; nothing was sent
 */
export function serverOf(context: FlowContext): PinnedServer {
  const quiet = { ...context, person: { ...context.person, tell: () => undefined } };
  return pinnedServer(quiet, { confidential: context.request.credential !== undefined, endpoints: [] });
}

/** What proves the client: parameters of the form, and perhaps a header. */
export interface Proof {
  readonly form: URLSearchParams;
  readonly authorization: Secret | undefined;
}

/** @throws UsageError `credential.*`; nothing was sent */
export async function proofOf(
  party: Party,
  credential: IdentifiedClient['credential'],
  change?: ChangeClaims,
): Promise<Proof> {
  const { context, server, client } = party;
  const library = await import('openid-client');
  const wire = openWire(context, { endpoints: [], named: server.named });
  const grant: Grant = { context, server, client: { ...client, credential }, wire };
  const authenticate: ClientAuth = await clientAuthentication(library, grant, change);
  const form = new URLSearchParams();
  const headers = new Headers();
  const metadata = structuredClone(server.metadata) as ServerMetadata;
  const named: ClientMetadata = { client_id: client.clientId };
  // A key signs, and a federated token is fetched, before this resolves; only the type does not say so.
  await Promise.resolve(authenticate(metadata, named, form, headers));
  const value = headers.get('authorization');
  return { form, authorization: value === null ? undefined : context.http.vault.keep(value) };
}
