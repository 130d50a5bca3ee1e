import type { KnownRule } from '../../known-rule.ts';
import { notChecked } from '../../refusals.ts';

const CHECKS = ['endpoint/rejects-bound-token-as-bearer'];

export const bindingNotChecked: KnownRule = {
  code: 'endpoint/binding-not-checked',
  leg: 'check',
  checks: CHECKS,
  about: {
    title: 'The endpoint takes a token that is bound to a key without a proof of that key.',
    cause: 'cnf is not looked at when the token comes as Bearer.',
    fix: 'Refuse with 401 a token with cnf.jkt that does not come as DPoP with a proof of that key (RFC 9449 §7.2).',
  },
  diagnose: (symptoms) =>
    notChecked(symptoms, CHECKS, () => ({
      summary: 'The endpoint does not check the binding: who steals a bound token can use it.',
      cause: 'It let in a token that is bound to a key (cnf.jkt), as a bearer token and without a proof.',
      fix: 'Look at cnf in every token: one with jkt is good only as "Authorization: DPoP", with a DPoP header signed by that key (RFC 9449 §7.2, §6.1). Switch the check of the JWT or gateway product on.',
    })),
};
