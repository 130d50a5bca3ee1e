import type { Allowances } from '../checks/check.ts';
import { type VerifyFlags, wholeNumber } from './verify.ts';

/** The longest wait for a token to expire, in seconds: the longest-lived tokens of Entra ID, and the skew. */
const LONGEST_WAIT = 7200;

/**
 * What the flags allow the checks to do.
 * @throws UsageError `usage.number` for a wait that is longer than two hours
 */
export function allowancesOf(flags: VerifyFlags): Allowances {
  return {
    disclosing: flags.allowDisclosing === true,
    signIns: flags.allowSignIns === true,
    registering: flags.allowRegistering === true,
    waitExpiryMs:
      flags.waitExpiry === undefined
        ? 0
        : wholeNumber('--wait-expiry', flags.waitExpiry, 1, LONGEST_WAIT) * 1000,
  };
}
