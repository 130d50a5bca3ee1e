import { quote } from '../../token/index.ts';
import { urlProblem } from '../discovered.ts';
import { resourceDocumentCheck, textsOf } from '../resource-documents.ts';

export const metadataUrlsAreHttps = resourceDocumentCheck({
  id: 'discovery/metadata-urls-are-https',
  title: 'names https URLs alone in its metadata',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Communication Security',
    'MCP 2025-11-25 authorization, Communication Security',
    'RFC 9728 §2',
  ],
  passes:
    "The challenge's `resource_metadata`, `authorization_servers`, `jwks_uri` and the URLs of documentation, policy and terms are absolute https URLs, or http on this machine. `resource` is looked at by `discovery/resource-is-canonical`.",
  fails: 'Plain http to another machine, another scheme, or no absolute URL fails.',
  fix: 'Write every URL in the metadata with https; behind a proxy that ends TLS, build them from the public address and not from the inner request.',
  judge: ({ discovery, published: { document } }) => {
    const hint = discovery.challenge?.parameters.resource_metadata;
    const urls: readonly (readonly [string, string])[] = [
      ...(hint === undefined ? [] : [['resource_metadata', hint] as const]),
      ...(textsOf(document?.authorization_servers) ?? []).map(
        (url) => ['authorization_servers', url] as const,
      ),
      ...MEMBERS.flatMap((name) => {
        const url = document?.[name];
        return typeof url === 'string' ? [[name, url] as const] : [];
      }),
    ];
    const problems = urls.flatMap(([name, url]) => {
      const problem = urlProblem(url);
      return problem === undefined ? [] : [`${name} ${quote(url)} ${problem}`];
    });
    return problems.length === 0
      ? {
          verdict: 'pass',
          message: `${urls.length} URLs of the challenge and the metadata are https or on this machine.`,
        }
      : { verdict: 'fail', message: `In the challenge and the metadata, ${problems.join('; ')}.` };
  },
});

const MEMBERS = ['jwks_uri', 'resource_documentation', 'resource_policy_uri', 'resource_tos_uri'] as const;
