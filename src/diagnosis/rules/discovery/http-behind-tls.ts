import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, quote } from '../../look.ts';
import { challengeToServe, metadataToServe } from './lines-to-serve.ts';
import { MATCHES } from './named-resource.ts';

const CHECKS: ReadonlySet<string> = new Set([
  MATCHES,
  'discovery/challenge-names-resource-metadata',
  'discovery/metadata-on-own-origin',
  'discovery/metadata-urls-are-https',
  'discovery/resource-is-canonical',
  'discovery/protected-resource-metadata-found',
]);

export const httpBehindTls: KnownRule = {
  code: 'discovery/http-behind-tls',
  leg: 'discovery',
  checks: [MATCHES, 'discovery/metadata-urls-are-https'],
  explains: [
    'discovery/challenge-leads-nowhere',
    'discovery/challenge-names-another-host',
    'discovery/resource-metadata-missing',
  ],
  about: {
    title: 'The server names itself with http, although it is reached by https.',
    cause: 'A proxy in front ends TLS, and the server builds its URLs from the inner request.',
    fix: 'Give the server its public URL, or let it trust X-Forwarded-Proto from the proxy.',
  },
  diagnose: (symptoms) => {
    const { discovery, target } = symptoms.evidence;
    const metadata = discovery?.protectedResourceMetadata ?? null;
    const values = [
      ['resource_metadata of the challenge', discovery?.challenge?.parameters.resource_metadata],
      ['"resource" of the metadata', metadata?.document.resource],
    ] as const;
    const wrong = values.filter(([, url]) => url !== undefined && isPlainTwin(url, target.url));
    if (wrong.length === 0) return [];
    const refused = errorOf(symptoms, 'prm') === undefined ? [] : failedSteps(symptoms);
    return [
      found(
        'The server names itself with http, although it is reached by https.',
        `${wrong.map(([name, url]) => `${name} is ${quote(url)}`).join(', ')}; the endpoint is ${quote(target.url)}. A proxy in front ends TLS, and the server builds its URLs from the request that arrives behind it.`,
        'Give the server its public URL as a setting, or let it trust X-Forwarded-Proto of the proxy (Express: app.set("trust proxy", 1); uvicorn: --proxy-headers --forwarded-allow-ips; ASP.NET Core: UseForwardedHeaders). It must say:',
        {
          results: [...failedIds(symptoms, ({ id }) => CHECKS.has(id)), ...refused],
          paste: [challengeToServe(symptoms), metadataToServe(symptoms)],
        },
      ),
    ];
  },
};

/** The same host by plain http, whatever the port: that of the inner listener, or none. */
function isPlainTwin(url: string, endpoint: string): boolean {
  if (!URL.canParse(url) || !URL.canParse(endpoint)) return false;
  const [named, asked] = [new URL(url), new URL(endpoint)];
  return asked.protocol === 'https:' && named.protocol === 'http:' && named.hostname === asked.hostname;
}
