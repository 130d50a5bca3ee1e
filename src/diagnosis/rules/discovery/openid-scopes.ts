import type { KnownRule } from '../../known-rule.ts';
import { found, quoteAll } from '../../look.ts';
import { metadataToServe, OIDC, wordsIn } from './lines-to-serve.ts';

export const openidScopes: KnownRule = {
  code: 'discovery/openid-scopes',
  leg: 'discovery',
  checks: ['discovery/scopes-are-minimal', 'discovery/challenge-leaves-out-offline-access'],
  about: {
    title: 'The endpoint advertises scopes that belong to the sign-in and not to it.',
    cause: 'openid, profile, email and offline_access are between client and authorization server.',
    fix: 'Leave them out; clients that want a refresh token add offline_access by themselves.',
  },
  diagnose: (symptoms) => {
    const { challenge, protectedResourceMetadata } = symptoms.evidence.discovery ?? {};
    const inMetadata = (protectedResourceMetadata?.document.scopes_supported ?? []).filter((one) =>
      OIDC.has(one),
    );
    const inChallenge = wordsIn(challenge?.parameters.scope).filter((one) => OIDC.has(one));
    const scopes = [...new Set([...inMetadata, ...inChallenge])];
    if (scopes.length === 0) return [];
    const places = [
      ...(inMetadata.length > 0 ? ['scopes_supported'] : []),
      ...(inChallenge.length > 0 ? ['the challenge'] : []),
    ].join(' and ');
    return [
      found(
        'The endpoint advertises scopes that belong to the sign-in and not to it.',
        `${places} ${inMetadata.length > 0 && inChallenge.length > 0 ? 'have' : 'has'} ${quoteAll(scopes)}: what a client tells the authorization server about the sign-in. MCP 2026-07-28 says that servers should leave offline_access out.`,
        'Leave them out; clients that want a refresh token add offline_access by themselves. It should say:',
        {
          severity: scopes.includes('offline_access') ? 'warning' : 'note',
          paste: [metadataToServe(symptoms)],
        },
      ),
    ];
  },
};
