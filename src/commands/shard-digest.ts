import { createHash } from 'node:crypto';
import { Secret } from '../secret.ts';
import type { Target } from '../types.ts';
import type { VerifyOptions } from './verify-job.ts';

/** What decides on the outcome besides the targets. */
export type DigestedOptions = Pick<
  VerifyOptions,
  'checks' | 'skip' | 'strict' | 'attackTokens' | 'allows' | 'expectedFailures'
>;

/**
 * SHA-256, in hex, over what a run is to prove: all its targets, before they are split into shards, and which checks
 * judge them. Equal for all shards of one configuration. Secrets do not enter it, only that there is one; nor does
 * how long an answer is waited for, so that a run can be completed with more patience.
 */
export function configDigest(targets: readonly Target[], options: DigestedOptions): string {
  const shape = {
    targets: targets.map((target) => ({ ...target, timeoutMs: undefined })),
    checks: listed(options.checks),
    skip: listed(options.skip),
    strict: options.strict,
    attackTokens: Object.keys(options.attackTokens ?? {}).sort(),
    allows: options.allows,
    expectedFailures: [...(options.expectedFailures ?? [])].sort(),
  };
  return createHash('sha256')
    .update(JSON.stringify(plain(shape)))
    .digest('hex');
}

/** The order of keys says nothing. A function stands for a secret that is read when it is needed. */
function plain(value: unknown): unknown {
  if (value instanceof Secret || typeof value === 'function') return { secret: true };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([key, member]) => [key, plain(member)]);
}

function listed(text: string): readonly string[] {
  return text
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '')
    .sort();
}
