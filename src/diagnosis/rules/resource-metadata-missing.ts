import type { KnownRule } from '../known-rule.ts';
import { failedIds, found, isProtected, metadataUrl } from '../look.ts';

export const resourceMetadataMissing: KnownRule = {
  code: 'discovery/resource-metadata-missing',
  leg: 'discovery',
  checks: ['discovery/protected-resource-metadata-found', 'discovery/challenge-names-resource-metadata'],
  about: {
    title: 'There is no protected resource metadata.',
    cause: 'Clients learn from it which authorization server to use (RFC 9728).',
    fix: 'Serve /.well-known/oauth-protected-resource and name it in the challenge.',
  },
  diagnose: (symptoms) => {
    const { discovery } = symptoms.evidence;
    if (discovery === null || discovery.protectedResourceMetadata !== null || !isProtected(discovery))
      return [];
    if (discovery.legacyFallback !== undefined) return [];
    const named = discovery.challenge?.parameters.resource_metadata;
    const tried = discovery.protectedResourceTried.map(({ url, outcome }) => `${url}: ${outcome}`);
    return [
      found(
        'There is no protected resource metadata.',
        `Clients learn from it which authorization server to use (RFC 9728). Tried: ${tried.join('; ') || 'nothing was named'}.`,
        `Serve ${named ?? metadataUrl(symptoms.evidence.target.url)} with "resource" and "authorization_servers", without a token, ${named === undefined ? "and name it in the challenge's resource_metadata" : 'where the challenge says that it is'}.`,
        { results: failedIds(symptoms, (result) => result.id.startsWith('discovery/')) },
      ),
    ];
  },
};
