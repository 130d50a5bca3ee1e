import { quote } from '../../token/index.ts';
import type { Verdict } from '../../types.ts';
import { discoveryCheck } from '../discovered.ts';
import { isSameResource } from '../same-resource.ts';

export const resourceMatchesEndpoint = discoveryCheck({
  id: 'discovery/resource-matches-endpoint',
  title: 'names as `resource` the URL at which it is reached',
  level: 'MUST',
  spec: ['RFC 9728 §3.3', 'MCP 2026-07-28 authorization, Canonical Server URI'],
  passes:
    '`resource` in the protected resource metadata is the URL at which the endpoint was called, character for character; only the slash of an empty path may differ.',
  fails:
    'Another path, host or scheme fails, and so does a trailing slash that one has and the other has not: clients refuse such metadata. A parent of the endpoint on the same origin, and a URL that is only spelt differently, is a warning: common clients take it, the rule does not. The origin in the document at the root of the origin is a note: it is right where it stands.',
  cannotKnow:
    'Under which further addresses the endpoint is reached; it compares with the one that was given.',
  fix: 'Set `resource` to the public URL of the endpoint as clients type it; behind a proxy, from a setting and not from the Host header of the inner request.',
  unmet: (discovery) =>
    discovery.protectedResourceMetadata === null
      ? 'There is no protected resource metadata to compare.'
      : undefined,
  judge: ({ url, discovery }) => {
    const metadata = discovery.protectedResourceMetadata;
    const { resource } = metadata?.document ?? {};
    const [verdict, words] = compareResource(resource, url, metadata?.url ?? '');
    const named = typeof resource === 'string' ? quote(resource) : 'missing';
    return {
      verdict,
      message: `\`resource\` in ${metadata?.url ?? 'the metadata'} is ${named}; the endpoint is ${quote(url)}: ${words}.`,
      exchanges: metadata === null ? [] : [metadata.exchange],
    };
  },
});

/** RFC 9728 §3.3 demands identity; what clients make of a difference decides how much it weighs. */
function compareResource(resource: unknown, endpoint: string, foundAt: string): readonly [Verdict, string] {
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
    return foundAt === `${asked.origin}${WELL_KNOWN}` && parent === '/'
      ? ['info', OF_ORIGIN]
      : ['warn', OF_PARENT];
  return ['fail', 'they name different resources, and clients refuse that'];
}

const WELL_KNOWN = '/.well-known/oauth-protected-resource';
const OF_PARENT = 'it is a parent of the endpoint, which common clients accept but the rule does not';
/** RFC 9728 §3.3 compares with what the well-known part was inserted into: here the origin, which is not what was called. */
const OF_ORIGIN =
  'it is the document of the whole origin, right for the place where it stands; common clients accept it for the endpoint, strict ones want a document of its own';

function withoutSlash(text: string): string {
  return text.endsWith('/') ? text.slice(0, -1) : text;
}
