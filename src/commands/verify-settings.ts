import type { Allowances, AttackTokens } from '../checks/check.ts';
import { selectChecks } from '../checks/index.ts';
import type { Reporter } from '../reporters/index.ts';
import { allowancesOf } from './allowances.ts';
import { attackTokensFrom } from './attack-tokens.ts';
import { expectedFailures } from './expected-failures.ts';
import type { Io } from './io.ts';
import { reportFormat } from './report-format.ts';
import { type VerifyFlags, wholeNumber } from './verify.ts';
import type { VerifyOptions } from './verify-job.ts';

export interface VerifySettings {
  readonly format: Reporter;
  readonly issuerConcurrency: number;
  /** What the job is made with, but for tokens of the lab and listeners. */
  readonly options: Omit<VerifyOptions, 'onResult' | 'onTarget' | 'done'> & { readonly allows: Allowances };
  readonly attackTokens: AttackTokens;
}

/**
 * What the flags of `verify` ask for, besides the targets. Files are read; nothing is sent.
 * @throws UsageError `usage.*`
 */
export async function verifySettings(io: Io, flags: VerifyFlags): Promise<VerifySettings> {
  const format = reportFormat(flags.format ?? 'pretty');
  const skip = flags.skip ?? '';
  if (flags.checks.trim() !== 'none') selectChecks(flags.checks, skip);
  const listed = flags.expectedFailures;
  return {
    format,
    issuerConcurrency: wholeNumber('--issuer-concurrency', flags.issuerConcurrency, 1, 64),
    attackTokens: await attackTokensFrom(flags, io),
    options: {
      checks: flags.checks,
      skip,
      strict: flags.strict === true,
      concurrency: wholeNumber('--concurrency', flags.concurrency, 1, 64),
      allows: allowancesOf(flags),
      targetTimeoutMs: 1_000 * wholeNumber('--target-timeout', flags.targetTimeout, 1, DAY_SECONDS),
      failFast: flags.failFast === true,
      retryIncomplete: flags.retryIncomplete === true,
      ...(listed === undefined ? {} : { expectedFailures: await expectedFailures(listed, io) }),
      ...(flags.deadline === undefined || flags.every !== undefined
        ? {}
        : { deadlineMs: 1_000 * wholeNumber('--deadline', flags.deadline, 1, DAY_SECONDS) }),
    },
  };
}

const DAY_SECONDS = 86_400;
