import type { KnownRule } from '../../known-rule.ts';
import { quoteAll } from '../../look.ts';
import { goodToken, notChecked } from '../../refusals.ts';

const CHECKS = ['endpoint/rejects-wrong-audience'];

/** Where no audience is looked at, these get in as well. */
const GET_IN_TOO = [
  'endpoint/rejects-missing-audience',
  'endpoint/rejects-id-token',
  'leakage/rejects-token-of-upstream-api',
];

export const audienceNotChecked: KnownRule = {
  code: 'endpoint/audience-not-checked',
  leg: 'check',
  checks: CHECKS,
  about: {
    title: 'The endpoint takes tokens that were issued for other resources.',
    cause: 'Signature and issuer are checked, aud is not.',
    fix: 'Compare aud with the audience of this server, and answer 401 when it is another.',
  },
  diagnose: (symptoms) =>
    notChecked(
      symptoms,
      CHECKS,
      () => {
        const { audience } = symptoms.evidence.target;
        const aud = goodToken(symptoms)?.aud ?? (audience === undefined ? [] : [audience]);
        return {
          summary: 'The endpoint does not check the audience: a token for any other API opens it.',
          cause:
            'It let in a token of the same authorization server whose aud is another resource. Whoever receives such a token, another API for instance, can use it here in the name of the caller.',
          fix: `Let the server insist on aud ${quoteAll(aud)} (OAUTH_AUDIENCE, or "audience" of the JWT library), and answer 401 to every other.`,
        };
      },
      GET_IN_TOO,
    ),
};
