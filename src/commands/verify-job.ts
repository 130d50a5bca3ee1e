import { checks as everyCheck, runChecks, selectChecks } from '../checks/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import type { Job } from '../job.ts';
import type { Result, Target, TargetReport } from '../types.ts';
import { createRoad, type RoadOptions } from './road.ts';

export interface VerifyOptions {
  /** Ids or groups, comma-separated; `all` or `none`. */
  readonly checks: string;
  readonly skip: string;
  readonly strict: boolean;
  readonly concurrency: number;
  /** Tokens that the checks cannot make themselves. */
  readonly attackTokens?: Job['attackTokens'];
  readonly allows?: Job['allows'];
  readonly expectedFailures?: Job['expectedFailures'];
  readonly onResult?: (result: Result, target: Target) => void;
  readonly onTarget?: (report: TargetReport) => void;
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
  const none = options.checks.trim() === 'none';
  const selected = none
    ? everyCheck.filter((check) => DEMANDED.includes(check.id))
    : selectChecks(options.checks, options.skip);
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
    concurrency: options.concurrency,
    strict: options.strict,
    ...(options.attackTokens === undefined ? {} : { attackTokens: options.attackTokens }),
    ...(options.allows === undefined ? {} : { allows: options.allows }),
    ...(options.expectedFailures === undefined ? {} : { expectedFailures: options.expectedFailures }),
    ...(options.onResult === undefined ? {} : { onResult: options.onResult }),
    ...(options.onTarget === undefined ? {} : { onTarget: options.onTarget }),
  };
}
