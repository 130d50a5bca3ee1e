import type { KnownRule } from '../known-rule.ts';
import { errorOf, failedIds, failedSteps, found } from '../look.ts';

export const authorizationServerMetadata: KnownRule = {
  code: 'discovery/authorization-server-metadata',
  leg: 'discovery',
  checks: ['discovery/authorization-server-metadata-found'],
  about: {
    title: "The authorization server's metadata cannot be used.",
    cause: 'It was not found, is no JSON, or lacks an endpoint.',
    fix: 'Check the issuer, or name endpoints with --token-endpoint and --jwks.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'metadata');
    if (error === undefined) return [];
    const tried = (symptoms.evidence.discovery?.authorizationServerTried ?? []).map(
      ({ url, outcome }) => `${url}: ${outcome}`,
    );
    return [
      found(
        "The authorization server's metadata cannot be used.",
        `${error.message}${tried.length === 0 ? '' : ` Tried: ${tried.join('; ')}.`}`,
        error.hint ??
          'Check the issuer; at Entra ID it ends in /v2.0. Endpoints can be named with --token-endpoint and --jwks.',
        {
          results: [
            ...failedSteps(symptoms),
            ...failedIds(symptoms, (result) => result.id === 'discovery/authorization-server-metadata-found'),
          ],
        },
      ),
    ];
  },
};
