import type { KnownRule } from '../../known-rule.ts';
import { isEntra, quote } from '../../look.ts';
import { goodToken, notChecked } from '../../refusals.ts';

const CHECKS = ['endpoint/rejects-wrong-issuer'];

export const issuerNotChecked: KnownRule = {
  code: 'endpoint/issuer-not-checked',
  leg: 'check',
  checks: CHECKS,
  about: {
    title: 'The endpoint takes tokens that other issuers issued.',
    cause: 'The signature is checked, iss is not.',
    fix: 'Compare iss with the issuer, character for character, and answer 401 when it is another.',
  },
  diagnose: (symptoms) =>
    notChecked(symptoms, CHECKS, () => {
      const issuer = goodToken(symptoms)?.iss ?? symptoms.evidence.discovery?.issuer;
      return {
        summary: 'The endpoint does not check the issuer: tokens of other issuers open it.',
        cause: `It let in a token in the name of another issuer.${isEntra(symptoms) ? ' A signature that holds does not say which tenant issued the token.' : ''}`,
        fix: `Let the server insist on iss ${quote(issuer ?? "of the API's authorization server")} (OAUTH_ISSUER, or "issuer" of the JWT library), character for character, and answer 401 to every other.`,
      };
    }),
};
