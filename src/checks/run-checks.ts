import { setTimeout as delay } from 'node:timers/promises';
import type { FlowEvidence, Result } from '../types.ts';
import { hasToken, isPresentable } from './bearer.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import { execute, toResult } from './execute.ts';
import { runEra } from './run-era.ts';
import { steadyProbe, type Wait } from './steady-probe.ts';

export interface RunOptions {
  /** Hears every result as soon as it is final. */
  readonly onResult?: (result: Result) => void;
  /** How to wait before a second attempt; default: the clock. */
  readonly wait?: Wait;
}

/**
 * Runs the checks on finished evidence, in their order: once per target, era or flow. What cannot run is `skip`, or
 * `blocked` when an earlier step failed; what the network spoilt twice is `inconclusive`. Rejects only on a bug.
 */
export async function runChecks(
  selected: readonly Check[],
  context: CheckContext,
  options: RunOptions = {},
): Promise<readonly Result[]> {
  const { onResult = () => undefined, wait = (milliseconds: number) => delay(milliseconds) } = options;
  const steady = { ...context, probe: steadyProbe(context.probe, context.http, wait) };
  const results: Result[] = [];
  const fitting = selected.filter((check) => check.concerns?.(context.evidence) !== false);
  for (const stretch of stretches(fitting)) {
    for await (const result of runStretch(stretch, steady)) {
      results.push(result);
      onResult(result);
    }
  }
  return results;
}

/** Neighbours that run once per the same thing, so that one era or flow is done with before the next. */
function stretches(selected: readonly Check[]): readonly (readonly Check[])[] {
  const found: Check[][] = [];
  for (const check of selected) {
    const last = found.at(-1);
    if (last?.[0]?.per === check.per) last.push(check);
    else found.push([check]);
  }
  return found;
}

async function* runStretch(stretch: readonly Check[], context: CheckContext): AsyncGenerator<Result> {
  const per = stretch[0]?.per;
  if (per !== 'flow' && isKeyed(context)) {
    for (const check of stretch) yield toResult(check, context, skipped(KEYED));
  } else if (per === 'target')
    for (const check of stretch) yield toResult(check, context, await execute(check, context));
  else if (per === 'flow') yield* runFlows(stretch, context);
  else yield* runEras(stretch, context);
}

/** No token at all, but a key of the caller's own in every request: its door cannot be tried without it. */
function isKeyed({ evidence: { target } }: CheckContext): boolean {
  return target.headers.length > 0 && target.flows.every(({ flow }) => flow === 'none');
}

const KEYED =
  'The caller signs in by --header alone, which every request carries; add a flow that brings a token to check OAuth.';

async function* runFlows(stretch: readonly Check[], context: CheckContext): AsyncGenerator<Result> {
  const { flows } = context.evidence;
  for (const flow of flows) {
    const own = { ...context, flow };
    for (const check of stretch) {
      const obstacle = flowObstacle(check, flow);
      yield toResult(check, own, obstacle ?? (await execute(check, own)));
    }
  }
  if (flows.length === 0)
    for (const check of stretch)
      yield toResult(check, context, skipped('No flow was asked for; add --flow.'));
}

function flowObstacle(check: Check, flow: FlowEvidence): Judgement | undefined {
  if (flow.tokens === undefined)
    return blocked(`The flow brought no token: ${flow.error?.message ?? 'it did not run'}.`);
  if (check.needsToken && !hasToken(flow)) return skipped('This flow goes without a token.');
  return undefined;
}

async function* runEras(stretch: readonly Check[], context: CheckContext): AsyncGenerator<Result> {
  const obstacle = tokenObstacle(context.evidence.flows);
  const runnable = obstacle === undefined ? stretch : stretch.filter((check) => !check.needsToken);
  for (const era of ['legacy', 'modern'] as const)
    yield* runEra(runnable, { ...context, era }, obstacle === undefined);
  if (obstacle === undefined) return;
  for (const check of stretch) if (check.needsToken) yield toResult(check, context, obstacle);
}

/** Why there is no token to present to the endpoint, if so. */
function tokenObstacle(flows: readonly FlowEvidence[]): Judgement | undefined {
  const bringing = flows.filter(hasToken);
  if (bringing.some(isPresentable)) return undefined;
  if (bringing.length > 0)
    return skipped(
      'The token is bound to a key of its client, which is not at hand; it cannot be presented here.',
    );
  const failed = flows.find((flow) => flow.error !== null);
  return failed === undefined
    ? skipped('Needs an access token; add a flow that brings one, for instance --flow client_credentials.')
    : blocked(`No flow brought a token: ${failed.error?.message ?? 'the reason is unknown'}.`);
}

function skipped(message: string): Judgement {
  return { verdict: 'skip', message, exchanges: [] };
}

function blocked(message: string): Judgement {
  return { verdict: 'blocked', message, exchanges: [] };
}
