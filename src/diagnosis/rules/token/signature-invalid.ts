import type { KnownRule } from '../../known-rule.ts';
import { found, quote } from '../../look.ts';
import { explainedBy } from './explained-by.ts';

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
          `${sentence(token.signatureReason ?? 'no published key verifies it')} The header names alg ${quote(token.header?.alg ?? null)} and kid ${quote(token.header?.kid ?? null)}; iss is ${quote(token.iss)}.`,
          'Get a new token, and send it as it came. Check that the keys are those of its issuer (--jwks).',
          {
            confidence: 'likely',
            alternatives: [
              'Somebody changed a claim by hand (jwt.io): then the signature no longer fits.',
              'The last characters were lost when the token was copied.',
              'It comes from a test issuer that uses the same kid.',
            ],
            decide: 'Whether a new token from the same place verifies.',
            results: explainedBy(symptoms, request),
          },
        ),
      ];
    }),
};

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
