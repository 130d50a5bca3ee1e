import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, quote } from '../look.ts';

const CHECK = 'discovery/resource-matches-endpoint';

export const resourceMismatch: KnownRule = {
  code: 'discovery/resource-mismatch',
  leg: 'discovery',
  checks: [CHECK],
  about: {
    title: 'The protected resource metadata is about another resource.',
    cause: 'Its resource is not the URL of the endpoint, perhaps only by a slash or behind a gateway.',
    fix: 'Set resource to the public URL of the endpoint, character for character.',
  },
  diagnose: (symptoms) => {
    const refused = errorOf(symptoms, 'prm') === undefined ? [] : failedSteps(symptoms);
    const results = [...failedIds(symptoms, (result) => result.id === CHECK), ...refused];
    const metadata = symptoms.evidence.discovery?.protectedResourceMetadata;
    if (results.length === 0 || metadata === null || metadata === undefined) return [];
    const { url } = symptoms.evidence.target;
    return [
      found(
        'The protected resource metadata is about another resource.',
        `"resource" in ${metadata.url} is ${quote(metadata.document.resource ?? null)}; the endpoint is ${quote(url)}. Clients must not use metadata of another resource (RFC 9728 §3.3).`,
        `Set "resource" to ${url}, character for character; behind a gateway tell the server its public URL.`,
        { results },
      ),
    ];
  },
};
