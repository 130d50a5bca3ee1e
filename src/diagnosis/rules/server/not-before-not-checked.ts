import type { KnownRule } from '../../known-rule.ts';
import { letIn, notChecked } from '../../refusals.ts';

const CHECKS = ['endpoint/rejects-token-before-its-time'];

export const notBeforeNotChecked: KnownRule = {
  code: 'endpoint/not-before-not-checked',
  leg: 'check',
  checks: CHECKS,
  about: {
    title: 'The endpoint takes tokens before their time.',
    cause: 'nbf is not looked at, or with a tolerance that is too large.',
    fix: 'Refuse with 401 until nbf; a minute or two of tolerance is enough for clocks.',
  },
  diagnose: (symptoms) => {
    // Where no time is looked at, that is told.
    if (letIn(symptoms, ['endpoint/rejects-expired-token']).length > 0) return [];
    return notChecked(symptoms, CHECKS, () => ({
      summary: 'The endpoint takes tokens before their time: it does not look at nbf.',
      cause: 'It let in a token whose nbf lies more than five minutes ahead and that was right otherwise.',
      fix: 'Let the JWT library compare nbf with the clock, with a minute or two of tolerance: most do unless told otherwise ("ignoreNotBefore", verify_nbf=False).',
    }));
  },
};
