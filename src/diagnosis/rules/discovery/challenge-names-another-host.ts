import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote } from '../../look.ts';
import { challengeToServe } from './lines-to-serve.ts';

const CHECKS: ReadonlySet<string> = new Set([
  'discovery/challenge-names-resource-metadata',
  'discovery/metadata-on-own-origin',
  'discovery/metadata-urls-are-https',
  'discovery/protected-resource-metadata-found',
  'discovery/metadata-needs-no-token',
]);

export const challengeNamesAnotherHost: KnownRule = {
  code: 'discovery/challenge-names-another-host',
  leg: 'discovery',
  checks: ['discovery/metadata-on-own-origin'],
  explains: [
    'discovery/challenge-leads-nowhere',
    'discovery/metadata-redirects',
    'discovery/metadata-needs-token',
    'discovery/metadata-is-html',
  ],
  about: {
    title: 'The challenge sends clients to another host for the metadata.',
    cause: 'The server names its address behind the proxy, or that of another environment.',
    fix: 'Build resource_metadata from the public URL of the endpoint.',
  },
  diagnose: (symptoms) => {
    const { discovery, target } = symptoms.evidence;
    const named = discovery?.challenge?.parameters.resource_metadata;
    if (named === undefined || !URL.canParse(named) || !URL.canParse(target.url)) return [];
    const [there, here] = [new URL(named), new URL(target.url)];
    if (there.origin === here.origin) return [];
    const tried = discovery?.protectedResourceTried.find(({ url }) => url === named);
    const results = failedIds(symptoms, ({ id }) => CHECKS.has(id));
    const isInner = INNER.test(there.hostname) && !INNER.test(here.hostname);
    const outcome = tried === undefined ? '' : ` It could not be had there (${tried.outcome}).`;
    return [
      found(
        tried === undefined
          ? 'The challenge sends clients to another host for the metadata.'
          : 'The challenge sends clients to an address that they cannot use.',
        `resource_metadata of the challenge is ${quote(named)}; the endpoint is ${quote(target.url)}.${outcome} Careful clients fetch metadata only from the host that they asked.`,
        `Tell the server its public URL (a setting, or X-Forwarded-Host and X-Forwarded-Proto that it trusts from the proxy${isInner ? '; what it names is its own address behind it' : ''}), so that every 401 says:`,
        {
          severity: tried === undefined && results.length === 0 ? 'warning' : 'error',
          results,
          paste: [challengeToServe(symptoms)],
        },
      ),
    ];
  },
};

/** This machine, private networks, names without a dot: what a server knows itself by behind a proxy. */
const INNER =
  /^(?:localhost|127\.|10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|\[|0\.0\.0\.0$|[^.]+$|.*\.(?:internal|local|svc)$)/;
