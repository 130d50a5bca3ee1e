import type { FlowRequest } from '../types.ts';
import { clientOf } from './client.ts';
import { clientRegistered, type IdentifiedClient, takesMetadataDocuments } from './client-identity.ts';
import type { FlowContext } from './flow.ts';
import type { PinnedServer } from './pinning.ts';

/** What is known of the client that tokens were issued to. */
export interface TokenOwner {
  /** The request that brought them. */
  readonly request: FlowRequest;
  /** Where it did not come from the request: the client that was registered, or the document's URL. */
  readonly clientId?: string | undefined;
}

/**
 * The client that a refresh token was issued to (RFC 6749 §6: it is bound to it), also when that client was
 * registered on request, in this run or an earlier one. One whose registration is lost asks as a public client.
 * @throws UsageError `config.client_id`, `credential.missing`; nothing was sent.
 */
export async function clientOfTokens(
  context: FlowContext,
  server: PinnedServer,
  owner: TokenOwner,
): Promise<IdentifiedClient> {
  if (isConfigured(context.request) || isConfigured(owner.request)) {
    return { ...clientOf(context, owner.request), how: 'pre_registered', kept: false };
  }
  const { clientId } = owner;
  const url = context.request.clientMetadataUrl ?? owner.request.clientMetadataUrl;
  const byDocument = clientId === undefined ? takesMetadataDocuments(server) : clientId === url;
  if (url !== undefined && byDocument) {
    const credential = context.request.credential ?? owner.request.credential;
    return { clientId: url, credential, how: 'metadata_document', kept: false };
  }
  const registration = await context.registrations.find(
    server.issuer,
    (one) => clientId === undefined || one.clientId === clientId,
  );
  if (registration !== undefined) return clientRegistered(registration, true);
  if (clientId !== undefined) return { clientId, credential: undefined, how: 'dynamic', kept: true };
  return { ...clientOf(context, owner.request), how: 'pre_registered', kept: false };
}

function isConfigured({ clientId }: FlowRequest): boolean {
  return clientId !== undefined && clientId !== '';
}
