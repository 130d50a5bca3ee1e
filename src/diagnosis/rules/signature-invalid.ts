import type { KnownRule } from '../known-rule.ts';
import { failedSteps, found, quote } from '../look.ts';

export const signatureInvalid: KnownRule = {
  code: 'token/signature-invalid',
  leg: 'token',
  checks: ['token/signature-verifies'],
  about: {
    title: "The token's signature does not fit the issuer's keys.",
    cause: 'It was changed, comes from elsewhere, or other keys were looked at.',
    fix: 'Check --jwks and the issuer.',
  },
  diagnose: (symptoms) =>
    symptoms.evidence.flows.flatMap(({ request, token }) => {
      if (token?.signature !== 'invalid') return [];
      return [
        found(
          "The token's signature does not fit the issuer's keys.",
          `${token.signatureReason ?? 'No published key verifies it.'} The header names alg ${quote(token.header?.alg ?? null)} and kid ${quote(token.header?.kid ?? null)}; iss is ${quote(token.iss)}.`,
          'Check that the keys are those of this issuer (--jwks). A token whose header has a nonce is for Microsoft Graph. Otherwise the token was changed or comes from elsewhere.',
          { results: failedSteps(symptoms, request.flow) },
        ),
      ];
    }),
};
