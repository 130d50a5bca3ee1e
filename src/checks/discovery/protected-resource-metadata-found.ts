import { describeTried, discoveryCheck } from '../discovered.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

export const protectedResourceMetadataFound = discoveryCheck({
  id: 'discovery/protected-resource-metadata-found',
  title: 'publishes protected resource metadata',
  level: 'MUST',
  spec: SERVER_DISCOVERY,
  judge: ({ discovery: { protectedResourceMetadata: metadata, protectedResourceTried, legacyFallback } }) =>
    metadata === null
      ? {
          // Revision 2025-03-26, which the user asked for, does without.
          verdict: legacyFallback === undefined ? 'fail' : 'warn',
          message: `No protected resource metadata was found (${describeTried(protectedResourceTried)}); a JSON document readable without a token was expected.`,
          exchanges: [],
        }
      : {
          verdict: 'pass',
          message: `Protected resource metadata was found at ${metadata.url}.`,
          exchanges: [metadata.exchange],
        },
});
