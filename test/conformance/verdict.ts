import type { Ended } from './harness.ts';

/** A check as the suite writes it into `checks.json`. */
export interface Check {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'INFO' | 'SKIPPED';
  readonly errorMessage?: string;
}

/**
 * What speaks against the client in one scenario run; empty: nothing. Stricter than the suite, whose own run
 * of many scenarios looks neither at the client's exit code nor at time-outs, and takes no check for a pass:
 * here a warning is a failure, some check must have passed, and even where the client may fail it must have
 * refused what it saw, not crashed, hung or misread its flags.
 */
export function faultsIn(checks: readonly Check[], suite: Ended): readonly string[] {
  const bad = checks.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
  const faults = bad.map(
    ({ status, id, errorMessage, description }) => `${status} ${id}: ${errorMessage ?? description}`,
  );
  if (suite.late) faults.push('The suite did not end by itself.');
  if (!checks.some(({ status }) => status === 'SUCCESS')) faults.push('No check passed.');
  const exit = clientExit(suite);
  if (exit !== 0 && /^\D*CLIENT EXITED WITH ERROR/mu.test(suite.stderr)) {
    faults.push(`The client ended with exit code ${exit}.`);
  } else if (NEVER.includes(exit) || exit > 128) {
    faults.push(`The client may fail here, but not with exit code ${exit}.`);
  }
  if (/^Client timed out/mu.test(suite.stderr)) faults.push('The client did not end in time.');
  if (suite.code !== 0 && faults.length === 0) faults.push(`The suite ended with exit code ${suite.code}.`);
  return faults;
}

/** Our codes for wrong flags and for a bug, the adapter's for no end, the shell's for no such program. */
const NEVER: readonly number[] = [2, 70, 124, 126, 127];

function clientExit({ stderr }: Ended): number {
  return Number(/^Client exited with code (-?\d+)$/mu.exec(stderr)?.[1] ?? 0);
}
