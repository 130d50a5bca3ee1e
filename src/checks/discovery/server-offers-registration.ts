import { serverMetadataCheck } from '../server-metadata.ts';

export const serverOffersRegistration = serverMetadataCheck({
  id: 'discovery/server-offers-registration',
  title: 'names an authorization server at which clients come to a client id by themselves',
  level: 'SHOULD',
  spec: [
    'MCP 2026-07-28 authorization, Client Registration',
    'MCP 2025-11-25 authorization, Client Registration Approaches',
    'RFC 8414 §2',
  ],
  passes:
    'The metadata has `client_id_metadata_document_supported: true`; before revision 2025-11-25 a `registration_endpoint` does as well.',
  fails:
    'Since revision 2025-11-25 only dynamic registration: warn, because Client ID Metadata Documents take its place. Neither: info, every client must be registered beforehand.',
  cannotKnow: 'Whether a registration would be accepted; the checks of the registration endpoint ask that.',
  fix: 'Turn on Client ID Metadata Documents at the authorization server, which then sets `client_id_metadata_document_supported`. Keep the registration endpoint for older clients.',
  judge: ({ document, url, revisions }) => {
    const takesDocuments = document.client_id_metadata_document_supported === true;
    const registers = typeof document.registration_endpoint === 'string';
    const ways = [
      ...(takesDocuments ? ['by Client ID Metadata Document'] : []),
      ...(registers ? ['by dynamic registration'] : []),
    ];
    if (ways.length === 0)
      return {
        verdict: 'info',
        message: `The metadata at ${url} offers neither Client ID Metadata Documents nor dynamic registration: every client must be registered beforehand.`,
      };
    const offers = `The metadata at ${url} offers registration ${ways.join(' and ')}`;
    const wantsDocuments = revisions.some((revision) => revision >= '2025-11-25');
    return takesDocuments || !wantsDocuments
      ? { verdict: 'pass', message: `${offers}.` }
      : {
          verdict: 'warn',
          message: `${offers} only; \`client_id_metadata_document_supported\` was expected, which takes its place since revision 2025-11-25.`,
        };
  },
});
