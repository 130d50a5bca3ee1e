import { quote } from '../../token/index.ts';
import type { Verdict } from '../../types.ts';
import { urlProblem } from '../discovered.ts';
import { resourceDocumentCheck } from '../resource-documents.ts';

export const resourceIsCanonical = resourceDocumentCheck({
  id: 'discovery/resource-is-canonical',
  title: 'writes its `resource` as a canonical URI',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization, Canonical Server URI',
    'MCP 2025-11-25 authorization, Canonical Server URI',
    'RFC 8707 §2',
    'RFC 9728 §1.2',
  ],
  passes:
    '`resource` is an absolute https URL (http on this machine) without fragment, query and trailing slash; the slash may stay where it belongs to the path of the endpoint.',
  fails: 'A fragment, another scheme or no absolute URL fails. A query or a trailing slash is a warning.',
  fix: 'Write `resource` as `https://<host><path of the endpoint>`, without `#`, `?` and a slash at the end.',
  judge: ({ url, published }) => {
    const { resource } = published.document ?? {};
    if (typeof resource !== 'string')
      return {
        verdict: 'skip',
        message: `\`resource\` in ${published.url} is missing or no string, so there is no form to look at.`,
      };
    const [verdict, words] = judgeForm(resource, url);
    return { verdict, message: `\`resource\` in ${published.url} is ${quote(resource)}: it ${words}.` };
  },
});

function judgeForm(resource: string, endpoint: string): readonly [Verdict, string] {
  const problem = urlProblem(resource);
  if (problem !== undefined) return ['fail', problem];
  if (resource.includes('#')) return ['fail', 'has a fragment, which no resource identifier has'];
  if (resource.includes('?')) return ['warn', 'has a query, which a resource identifier should do without'];
  // With a path that ends so the slash means something: the endpoint is nowhere else.
  const isOwn = resource === endpoint && new URL(endpoint).pathname !== '/';
  if (resource.endsWith('/') && !isOwn)
    return ['warn', 'ends with a slash; the form without it is what clients compare with'];
  return ['pass', 'is a canonical URI'];
}
