import { describeTried, discoveryCheck } from '../discovered.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const authorizationServerMetadataFound = discoveryCheck({
  id: 'discovery/authorization-server-metadata-found',
  title: 'names an authorization server whose metadata clients can find',
  level: 'MUST',
  spec: SERVER_DISCOVERY,
  unmet: (discovery) =>
    discovery.issuer === null
      ? 'No authorization server is known: the endpoint names none; pin one with --issuer.'
      : undefined,
  judge: ({ discovery: { issuer, authorizationServerMetadata: metadata, authorizationServerTried } }) =>
    metadata === null
      ? {
          verdict: 'fail',
          message: `No metadata of ${issuer ?? 'the authorization server'} was found (${describeTried(authorizationServerTried)}).`,
          exchanges: [],
        }
      : {
          verdict: 'pass',
          message: `Metadata of ${issuer ?? 'the authorization server'} was found at ${metadata.url}.`,
          exchanges: [metadata.exchange],
        },
});
