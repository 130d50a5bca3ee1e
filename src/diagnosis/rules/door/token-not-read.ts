import type { KnownRule } from '../../known-rule.ts';
import { found } from '../../look.ts';
import { failedThere, halves, letIn, NO_JWT, NO_TOKEN } from '../../refusals.ts';

export const tokenNotRead: KnownRule = {
  code: 'endpoint/token-not-read',
  leg: 'check',
  checks: [NO_JWT],
  about: {
    title: 'Any bearer value opens the endpoint.',
    cause: 'It looks whether there is an Authorization header, not what is in it.',
    fix: 'Verify the token with a maintained JWT library, and answer 401.',
  },
  diagnose: (symptoms) => {
    const through = letIn(symptoms, [NO_JWT], [NO_TOKEN]);
    if (through.length === 0) return [];
    const parts = halves(symptoms, through);
    return [
      found(
        'Any bearer value opens the endpoint: nobody reads the token.',
        `It let in a value that is no token at all, and refuses only when there is none.${parts === undefined ? '' : ` So it is in ${parts.wrong}; in ${parts.right} it does right.`}`,
        'Verify every token with a maintained JWT library (signature, issuer, audience, expiry) before the request goes on, and answer 401 when one does not hold.',
        { results: failedThere(symptoms, through) },
      ),
    ];
  },
};
