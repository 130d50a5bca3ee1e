import { errorOf, failedIds, failedSteps } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';

/** `resource` of the metadata beside the URL at which the endpoint was asked, when a client must not use it. */
export interface NamedResource {
  /** undefined: missing. */
  readonly resource: string | undefined;
  readonly endpoint: string;
  /** Where the metadata is. */
  readonly at: string;
  /** What differs, the more telling first. */
  readonly differs: 'missing' | 'name' | 'scheme' | 'slash' | 'case' | 'port' | 'path' | 'host';
  readonly results: readonly string[];
}

export const MATCHES = 'discovery/resource-matches-endpoint';
const CHECKS: ReadonlySet<string> = new Set([
  MATCHES,
  'discovery/resource-is-canonical',
  'discovery/metadata-urls-are-https',
]);

/** undefined: there is no metadata, or clients take its `resource`. */
export function namedResource(symptoms: Symptoms): NamedResource | undefined {
  const refused = errorOf(symptoms, 'prm') === undefined ? [] : failedSteps(symptoms);
  const failed = failedIds(symptoms, ({ id }) => CHECKS.has(id));
  const metadata = symptoms.evidence.discovery?.protectedResourceMetadata ?? null;
  if (metadata === null || !(failed.includes(MATCHES) || refused.length > 0)) return undefined;
  const { resource } = metadata.document;
  const endpoint = symptoms.evidence.target.url;
  return {
    resource,
    endpoint,
    at: metadata.url,
    differs: difference(resource, endpoint),
    results: [...failed, ...refused],
  };
}

function difference(resource: string | undefined, endpoint: string): NamedResource['differs'] {
  if (resource === undefined) return 'missing';
  if (!/^https?:/i.test(resource) || !URL.canParse(resource) || !URL.canParse(endpoint)) return 'name';
  const [named, asked] = [new URL(resource), new URL(endpoint)];
  if (named.protocol === 'http:' && asked.protocol === 'https:' && named.hostname === asked.hostname)
    return 'scheme';
  if (named.hostname !== asked.hostname) return 'host';
  if (named.port !== asked.port) return 'port';
  const [one, other] = [named.href, asked.href].map((url) => url.replace(/\/$/, ''));
  if (one === other) return 'slash';
  return one?.toLowerCase() === other?.toLowerCase() ? 'case' : 'path';
}
