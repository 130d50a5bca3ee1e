import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, isProtected, metadataUrl } from '../../look.ts';
import { challengeToServe, metadataToServe } from './lines-to-serve.ts';
import { isTelling, unreadable } from './unreadable.ts';

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
    const place = unreadable(symptoms);
    if (discovery.legacyFallback !== undefined || (place !== undefined && isTelling(place))) return [];
    const named = discovery.challenge?.parameters.resource_metadata;
    const tried = discovery.protectedResourceTried.map(({ url, outcome }) => `${url}: ${outcome}`);
    const right = metadataUrl(symptoms.evidence.target.url);
    return [
      found(
        'There is no protected resource metadata.',
        `Clients learn from it which authorization server to use (RFC 9728). Tried: ${tried.join('; ') || 'nothing was named'}.`,
        `Serve this as application/json, without a token, at ${named ?? right}${named === undefined ? ', and name the place in every 401' : ', where the challenge says that it is'}:`,
        {
          results: failedIds(symptoms, (result) => result.id.startsWith('discovery/')),
          paste: [
            metadataToServe(symptoms),
            ...(named === undefined || named !== right ? [challengeToServe(symptoms)] : []),
          ],
        },
      ),
    ];
  },
};
