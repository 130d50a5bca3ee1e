import type { FlowEvidence } from '../../types.ts';
import type { CheckContext } from '../check.ts';

/** The flow whose client is its metadata document. */
export function documentFlow({ evidence }: Pick<CheckContext, 'evidence'>): FlowEvidence | undefined {
  return evidence.flows.find(
    ({ request }) => request.flow === 'authorization_code' && request.clientMetadataUrl !== undefined,
  );
}

/** Why nothing can be said about client metadata documents, if so. */
export function noDocuments(context: CheckContext): string | undefined {
  const metadata = context.evidence.discovery?.authorizationServerMetadata?.document;
  if (metadata?.client_id_metadata_document_supported !== true)
    return 'The authorization server takes no client metadata documents: its metadata has no client_id_metadata_document_supported.';
  return documentFlow(context) === undefined
    ? 'Needs a client metadata document that is published on the web: give its address with --client-metadata-url and --flow authorization_code.'
    : undefined;
}

/** Why no authorization request with a document can be sent, if so. */
export function noDocumentRequests(context: CheckContext): string | undefined {
  const obstacle = noDocuments(context);
  if (obstacle !== undefined) return obstacle;
  const { evidence, allows, serverProbe } = context;
  if (typeof evidence.discovery?.authorizationServerMetadata?.document.authorization_endpoint !== 'string')
    return 'The metadata of the authorization server names no authorization endpoint.';
  if (allows?.registering !== true)
    return 'Has the authorization server read client metadata documents, which is a way of registering; allow that with --allow-registering.';
  const flow = documentFlow(context);
  return flow === undefined || serverProbe === undefined
    ? 'The authorization server is not asked in this run.'
    : serverProbe(flow).unable;
}
