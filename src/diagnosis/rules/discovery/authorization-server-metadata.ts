import type { KnownRule } from '../../known-rule.ts';
import { errorOf, failedIds, failedSteps, found, quote } from '../../look.ts';

const CHECK = 'discovery/authorization-server-metadata-found';

export const authorizationServerMetadata: KnownRule = {
  code: 'discovery/authorization-server-metadata',
  leg: 'discovery',
  checks: [CHECK],
  about: {
    title: "The authorization server's metadata cannot be used.",
    cause: 'It was not found, is no JSON, or lacks an endpoint.',
    fix: 'Check the issuer, or name endpoints with --token-endpoint and --jwks.',
  },
  diagnose: (symptoms) => {
    const error = errorOf(symptoms, 'metadata');
    const failed = failedIds(symptoms, (result) => result.id === CHECK);
    if (error === undefined && failed.length === 0) return [];
    const { discovery } = symptoms.evidence;
    const tried = (discovery?.authorizationServerTried ?? []).map(({ url, outcome }) => `${url}: ${outcome}`);
    const message = error?.message ?? `No metadata of ${quote(discovery?.issuer ?? 'the issuer')} was found.`;
    return [
      found(
        "The authorization server's metadata cannot be used.",
        `${message}${tried.length === 0 ? '' : ` Tried: ${tried.join('; ')}.`}`,
        error?.hint ??
          'Check the issuer; at Entra ID it ends in /v2.0. Endpoints can be named with --token-endpoint and --jwks.',
        { results: [...(error === undefined ? [] : failedSteps(symptoms)), ...failed] },
      ),
    ];
  },
};
