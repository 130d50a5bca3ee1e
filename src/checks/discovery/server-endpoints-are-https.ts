import { quote } from '../../token/index.ts';
import type { AuthorizationServerMetadata } from '../../types.ts';
import { urlProblem } from '../discovered.ts';
import { serverMetadataCheck } from '../server-metadata.ts';

export const serverEndpointsAreHttps = serverMetadataCheck({
  id: 'discovery/server-endpoints-are-https',
  title: 'names an authorization server all of whose endpoints are https',
  level: 'MUST',
  spec: [
    'MCP 2026-07-28 authorization security considerations, Communication Security',
    'MCP 2025-11-25 authorization, Communication Security',
    'RFC 8414 §2',
  ],
  passes:
    'The issuer, `jwks_uri` and every `…_endpoint` in the metadata are absolute https URLs; http is taken on loopback only.',
  fails: 'One of them is plain http, another scheme or no absolute URL: fail.',
  fix: 'Set the authorization server\'s public base URL to https. Behind a proxy that ends TLS it must be told so (`X-Forwarded-Proto`, a "proxy" or "hostname" setting), or it builds its URLs from the inner http address.',
  judge: ({ document, url }) => {
    const urls = urlsIn(document);
    const problems = urls.flatMap(([name, value]) => {
      const problem = urlProblem(value);
      return problem === undefined ? [] : [`\`${name}\` ${quote(value)} ${problem}`];
    });
    return problems.length > 0
      ? { verdict: 'fail', message: `In the metadata at ${url}, ${problems.join('; ')}.` }
      : {
          verdict: 'pass',
          message: `All ${urls.length} URLs in the metadata at ${url} are https, or http on this machine.`,
        };
  },
});

/** What clients or servers send requests to; pages for people to read are none of it. */
function urlsIn(document: AuthorizationServerMetadata): readonly (readonly [name: string, url: string])[] {
  const { mtls_endpoint_aliases: aliases } = document;
  const bound = typeof aliases === 'object' && aliases !== null ? Object.entries(aliases) : [];
  return [
    ...Object.entries(document).filter(([name]) => /^(?:issuer|jwks_uri|.*_endpoint)$/.test(name)),
    ...bound.map(([name, value]) => [`mtls_endpoint_aliases.${name}`, value] as const),
  ].flatMap(([name, value]) => (typeof value === 'string' ? [[name, value] as const] : []));
}
