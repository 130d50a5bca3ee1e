import { TokenError, UsageError } from '../errors.ts';
import type { Registration } from '../types.ts';
import { byHand } from './by-hand.ts';
import { type Client, clientOf, libraryOf } from './client.ts';
import type { FlowContext } from './flow.ts';
import { inTurn } from './in-turn.ts';
import type { PinnedServer } from './pinning.ts';
import { type IdentityNeeds, register } from './registration.ts';
import { remoteText } from './remote-text.ts';

/** A client, and how it came by its id: the three ways in the order in which an MCP client tries them. */
export interface IdentifiedClient extends Client {
  readonly how: 'pre_registered' | 'metadata_document' | 'dynamic';
  /** Registered before this attempt: the authorization server may have forgotten it. */
  readonly kept: boolean;
}

/**
 * Who asks for the token (MCP 2026-07-28, client registration): the client registered beforehand, else the
 * Client ID Metadata Document where the authorization server takes one, else a client that it registers on
 * request (RFC 7591), kept by issuer and used again while it fits.
 * @throws UsageError `config.client_id`, `config.library`, `credential.missing`; TokenError
 * `registration.not_offered` and what {@link register} throws
 */
export async function identify(
  context: FlowContext,
  server: PinnedServer,
  needs: IdentityNeeds,
): Promise<IdentifiedClient> {
  const configured = configuredClient(context);
  if (configured !== undefined) return configured;
  const { clientMetadataUrl, credential } = context.request;
  if (clientMetadataUrl !== undefined && takesMetadataDocuments(server)) {
    return { clientId: clientMetadataUrl, credential, how: 'metadata_document', kept: false };
  }
  if (server.metadata.registration_endpoint === undefined) throw notOffered(context, server);
  if (credential !== undefined) throw credentialOfNobody(context);
  if (clientMetadataUrl !== undefined) {
    context.person.tell(`${server.issuer} takes no client metadata document; registering a client instead.`);
  }
  return await inTurn(context.registrations, server.issuer, () => knownOrNew(context, server, needs));
}

async function knownOrNew(
  context: FlowContext,
  server: PinnedServer,
  needs: IdentityNeeds,
): Promise<IdentifiedClient> {
  const known = await context.registrations.find(
    server.issuer,
    (one) => one.redirectUri === needs.redirectUri && isUsable(one, context, needs.scopes),
  );
  if (known !== undefined) {
    context.person.tell(`Using the client ${shown(known, context)} that ${server.issuer} registered before.`);
    return clientRegistered(known, true);
  }
  const registered = await register(context, server, needs);
  await context.registrations.keep(registered);
  context.person.tell(`${server.issuer} registered a client: ${shown(registered, context)}.`);
  return clientRegistered(registered, false);
}

/**
 * The client that the settings name; undefined: they name none, and one can be had otherwise.
 * @throws UsageError `config.client_id`, `config.library`, `credential.missing`; nothing was sent.
 */
export function configuredClient(context: FlowContext): IdentifiedClient | undefined {
  const { request, profile, target } = context;
  if (request.clientId !== undefined && request.clientId !== '') {
    return { ...clientOf(context), how: 'pre_registered', kept: false };
  }
  if (profile.name === 'entra') {
    throw new UsageError('config.client_id', `${profile.title} registers no client on request.`, {
      target: target.name,
      hint: `Make an app registration (Mobile and desktop applications, http://${profile.loopback.host}${profile.loopback.path}) and give its client id: --client-id.`,
    });
  }
  if (libraryOf(context) === 'msal') {
    throw new UsageError('config.library', 'msal-node works only with a client that is registered already.', {
      target: target.name,
      hint: 'Give --client-id, or use --library openid-client.',
    });
  }
  const { credential, clientMetadataUrl } = request;
  // The document publishes keys; a secret that both sides know has no place in it.
  const suits = clientMetadataUrl !== undefined && credential?.kind === 'private_key';
  if (credential !== undefined && !suits) throw credentialOfNobody(context);
  return undefined;
}

/** The port of a registered redirect URI that can be used again, newest first: listen there if it is free. */
export async function knownPort(
  context: FlowContext,
  server: PinnedServer,
  scopes: readonly string[],
): Promise<number | undefined> {
  const { clientMetadataUrl, port } = context.request;
  if (port !== undefined || configuredClient(context) !== undefined) return undefined;
  if (clientMetadataUrl !== undefined && takesMetadataDocuments(server)) return undefined;
  const { host, path } = context.profile.loopback;
  const known = await context.registrations.find(server.issuer, (one) => {
    if (one.redirectUri === undefined || !URL.canParse(one.redirectUri)) return false;
    const { hostname, pathname } = new URL(one.redirectUri);
    return hostname === host && pathname === path && isUsable(one, context, scopes);
  });
  return known?.redirectUri === undefined ? undefined : Number(new URL(known.redirectUri).port);
}

/** Whether the metadata says that the URL of a document may be the client id. */
export function takesMetadataDocuments({ metadata }: PinnedServer): boolean {
  return metadata.client_id_metadata_document_supported === true;
}

/** A registered client, with the secret and the method that the authorization server gave it. */
export function clientRegistered(registration: Registration, kept: boolean): IdentifiedClient {
  const { clientId, clientSecret: secret, authMethod } = registration;
  const method = authMethod === 'client_secret_basic' ? authMethod : 'client_secret_post';
  const credential =
    secret === undefined || authMethod === 'none' ? undefined : ({ kind: 'secret', secret, method } as const);
  return { clientId, credential, how: 'dynamic', kept };
}

function isUsable(
  { expiresAt, scopes }: Registration,
  { now }: FlowContext,
  wanted: readonly string[],
): boolean {
  if (expiresAt !== null && expiresAt <= now()) return false;
  // A server may hold a client to the scopes of its registration, so a request for more needs another one.
  return scopes === undefined || wanted.every((scope) => scopes.includes(scope));
}

function shown({ clientId }: Registration, { http }: FlowContext): string {
  return remoteText(clientId, http.vault, 200);
}

function notOffered(context: FlowContext, { issuer }: PinnedServer): TokenError {
  const document =
    context.request.clientMetadataUrl === undefined
      ? 'No client id is given'
      : 'The client metadata document is of no use here';
  return new TokenError(
    'registration.not_offered',
    `${document}, and ${issuer} registers nobody by itself: its metadata has neither client_id_metadata_document_supported nor a registration_endpoint.`,
    { target: context.target.name, phase: 'registration', hint: byHand(context) },
  );
}

function credentialOfNobody({ target }: FlowContext): UsageError {
  return new UsageError('config.client_id', 'There is a credential, but no client id that it belongs to.', {
    target: target.name,
    hint: 'Give --client-id as well; or leave the credential out, and a client is registered where the authorization server offers it.',
  });
}
