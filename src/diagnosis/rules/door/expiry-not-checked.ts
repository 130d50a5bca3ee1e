import type { KnownRule } from '../../known-rule.ts';
import { notChecked } from '../../refusals.ts';

const CHECKS = ['endpoint/rejects-expired-token'];

export const expiryNotChecked: KnownRule = {
  code: 'endpoint/expiry-not-checked',
  leg: 'check',
  checks: CHECKS,
  about: {
    title: 'The endpoint takes tokens that have expired.',
    cause: 'exp is not looked at, or its check is switched off.',
    fix: 'Refuse with 401 once exp is past; a minute or two of tolerance is enough for clocks.',
  },
  diagnose: (symptoms) =>
    notChecked(symptoms, CHECKS, () => ({
      summary: 'The endpoint does not check the expiry: a token that leaked once opens it for ever.',
      cause: 'It let in a token that expired more than five minutes ago and was right otherwise.',
      fix: 'Refuse with 401 once exp is past: switch the check of the JWT library on (often an option such as "ignoreExpiration" or "ValidateLifetime"), with a minute or two of tolerance for clocks.',
    })),
};
