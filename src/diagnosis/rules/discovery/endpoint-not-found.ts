import type { Discovery } from '../../../types.ts';
import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedSteps, found, quote } from '../../look.ts';

export const endpointNotFound: KnownRule = {
  code: 'endpoint/not-found',
  leg: 'discovery',
  explains: ['discovery/*', 'endpoint/*'],
  about: {
    title: 'There is nothing at this URL.',
    cause: 'The endpoint answered 404.',
    fix: 'Check the path; many servers listen at /mcp.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'endpoint.not_found');
    if (error === undefined) return [];
    const { discovery, target } = symptoms.evidence;
    const named = endpointNamedBy(discovery, target.url);
    const asked = `${error.message} Asked was ${quote(target.url)}.`;
    return [
      found(
        'There is nothing at this URL.',
        named === undefined
          ? asked
          : `${asked} The metadata of this server says that its endpoint is ${quote(named)}.`,
        named === undefined
          ? 'Check the path: many servers listen at /mcp, and a gateway may add a prefix.'
          : `Give the URL that the server's own metadata names: ${named}`,
        {
          ...(named === undefined ? {} : { paste: [{ where: 'client' as const, text: `MCP_URL=${named}` }] }),
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};

/** `resource` of the metadata, where it is another address of the same origin. */
function endpointNamedBy(discovery: Discovery | null, url: string): string | undefined {
  const resource = discovery?.protectedResourceMetadata?.document.resource;
  if (resource === undefined || !URL.canParse(resource) || !URL.canParse(url)) return undefined;
  const [named, asked] = [new URL(resource), new URL(url)];
  return named.origin === asked.origin && named.pathname !== asked.pathname ? resource : undefined;
}
