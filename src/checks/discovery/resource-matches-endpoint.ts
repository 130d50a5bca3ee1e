import { quote } from '../../token/index.ts';
import type { Verdict } from '../../types.ts';
import { discoveryCheck } from '../discovered.ts';
import { isSameResource } from '../same-resource.ts';

export const resourceMatchesEndpoint = discoveryCheck({
  id: 'discovery/resource-matches-endpoint',
  title: 'names as `resource` the URL at which it is reached',
  level: 'MUST',
  spec: ['RFC 9728 §3.3', 'MCP 2026-07-28 authorization'],
  unmet: (discovery) =>
    discovery.protectedResourceMetadata === null
      ? 'There is no protected resource metadata to compare.'
      : undefined,
  judge: ({ url, discovery }) => {
    const metadata = discovery.protectedResourceMetadata;
    const { resource } = metadata?.document ?? {};
    const [verdict, words] = compareResource(resource, url);
    const named = typeof resource === 'string' ? quote(resource) : 'missing';
    return {
      verdict,
      message: `\`resource\` in ${metadata?.url ?? 'the metadata'} is ${named}; the endpoint is ${quote(url)}: ${words}.`,
      exchanges: metadata === null ? [] : [metadata.exchange],
    };
  },
});

/** RFC 9728 §3.3 demands identity; what clients make of a difference decides how much it weighs. */
function compareResource(resource: unknown, endpoint: string): readonly [Verdict, string] {
  if (typeof resource !== 'string' || !URL.canParse(resource))
    return ['fail', 'an absolute URL identical to the endpoint was expected'];
  if (isSameResource(resource, endpoint)) return ['pass', 'they match'];
  const named = new URL(resource);
  const asked = new URL(endpoint);
  if (named.href === asked.href)
    return ['warn', 'equal as URLs, but not written the same; identity was expected'];
  if (withoutSlash(named.href) === withoutSlash(asked.href))
    return ['fail', 'they differ in a trailing slash, and clients refuse that'];
  const parent = `${withoutSlash(named.pathname)}/`;
  if (named.origin === asked.origin && named.search === '' && asked.pathname.startsWith(parent))
    return ['warn', 'it is a parent of the endpoint, which common clients accept but the rule does not'];
  return ['fail', 'they name different resources, and clients refuse that'];
}

function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
