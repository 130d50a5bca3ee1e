import { checks as everyCheck, runChecks, selectChecks } from '../checks/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import type { Job } from '../job.ts';
import type { Target } from '../types.ts';
import { createCompactor } from './fleet/compact.ts';
import { createRoad, type RoadOptions } from './road.ts';

export interface VerifyOptions
  extends Pick<
    Job,
    | 'targetTimeoutMs'
    | 'deadlineMs'
    | 'failFast'
    | 'retryIncomplete'
    | 'done'
    | 'attackTokens'
    | 'allows'
    | 'expectedFailures'
    | 'onResult'
    | 'onTarget'
  > {
  /** Ids or groups, comma-separated; `all` or `none`. */
  readonly checks: string;
  readonly skip: string;
  readonly strict: boolean;
  readonly concurrency: number;
}

/** What the user demanded is looked at even with `--checks none`. */
const DEMANDED = [
  'token/audience-as-expected',
  'token/issuer-as-expected',
  'token/scopes-as-expected',
  'token/roles-as-expected',
  'server/lists-expected-tools',
  'server/answers-expected-results',
];

/** The acceptance gate: the whole road for every target, the chosen checks, a diagnosis. */
export function verifyJob(
  targets: readonly Target[],
  road: Omit<RoadOptions, 'bothShapes' | 'refresh'>,
  options: VerifyOptions,
): Job {
  const { checks, skip, ...bounds } = options;
  const none = checks.trim() === 'none';
  const selected = none
    ? everyCheck.filter((check) => DEMANDED.includes(check.id))
    : selectChecks(checks, skip);
  return {
    targets,
    road: createRoad({ ...road, bothShapes: !none, refresh: true }),
    until: 'session',
    checks: selected,
    runChecks: none
      ? async (chosen, context) =>
          (await runChecks(chosen, context)).filter((result) => result.verdict !== 'skip')
      : runChecks,
    diagnose,
    ...(targets.length > 1 ? { compact: createCompactor() } : {}),
    ...bounds,
  };
}
