import { NetworkError } from '../../errors.ts';
import type { Check, CheckContext } from '../check.ts';
import { describeTried, type Found, foundIn, notDiscovered } from '../discovered.ts';
import { publishedDocuments } from '../resource-documents.ts';
import { SERVER_DISCOVERY } from '../sources.ts';

interface Searched extends Found {
  /** Numbers of the exchanges that found nothing when it was looked for once more. */
  readonly again?: readonly number[];
}

export const protectedResourceMetadataFound: Check<Searched> = {
  id: 'discovery/protected-resource-metadata-found',
  title: 'publishes protected resource metadata',
  level: 'MUST',
  spec: [...SERVER_DISCOVERY, 'RFC 9728 §3'],
  per: 'target',
  passes:
    "A GET without a token finds a JSON object with status 200: at the challenge's `resource_metadata`, else at `/.well-known/oauth-protected-resource` with the endpoint's path, else there without it.",
  fails:
    'Nothing at any of these locations fails; it is a warning where revision 2025-03-26 was asked for, which has no such metadata.',
  fix: 'Publish the document of RFC 9728 at `/.well-known/oauth-protected-resource<path of the endpoint>`, readable without a token, and name its URL in the challenge.',
  unmet: notDiscovered,
  observe: async (context) => {
    const found = foundIn(context);
    if (found.discovery.protectedResourceMetadata !== null) return found;
    return { ...found, again: await exchangesAgain(context) };
  },
  judge: ({ discovery, again = [] }) => {
    const { protectedResourceMetadata: metadata, protectedResourceTried, legacyFallback } = discovery;
    if (metadata !== null)
      return {
        verdict: 'pass',
        message: `Protected resource metadata was found at ${metadata.url}.`,
        exchanges: [metadata.exchange],
      };
    const [shown] = again;
    return {
      // Revision 2025-03-26, which the user asked for, does without.
      verdict: legacyFallback === undefined ? 'fail' : 'warn',
      message: `No protected resource metadata was found (${describeTried(protectedResourceTried)}); a JSON document readable without a token was expected.`,
      exchanges: again,
      ...(shown === undefined ? {} : { shown }),
    };
  },
};

/** The same requests as those of other checks, so that the reader has one to send again. */
async function exchangesAgain(context: CheckContext): Promise<readonly number[]> {
  try {
    return (await publishedDocuments(context)).map(({ exchange }) => exchange);
  } catch (error) {
    // That no location answers at all is what discovery found, too: nothing is undecided.
    if (error instanceof NetworkError) return error.exchanges;
    throw error;
  }
}
