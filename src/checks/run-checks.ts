import { setTimeout as delay } from 'node:timers/promises';
import type { Era, Evidence, FlowEvidence, Result, SentRequest } from '../types.ts';
import { hasToken, isPresentable } from './bearer.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import { execute, type Running, type Tell, toResult } from './execute.ts';
import { createPace } from './pace.ts';
import { appliesTo } from './revisions.ts';
import { runEra } from './run-era.ts';
import { groupOf } from './select-checks.ts';
import type { Wait } from './steady-probe.ts';
import type { SentRequests } from './watch.ts';

export interface RunOptions {
  /** How to wait before a second attempt; default: the clock. */
  readonly wait?: Wait;
}

/**
 * Runs the checks on finished evidence: once per target, era or flow, side by side where they do not disturb each
 * other, at a bounded rate. Resolves with the results in the order of the registry, within a group first those of one
 * era or flow. What cannot run is `skip`, or `blocked` when an earlier step failed; what the network spoilt twice is
 * `inconclusive`. Rejects only on a bug.
 */
export async function runChecks(
  selected: readonly Check[],
  context: CheckContext,
  options: RunOptions = {},
): Promise<readonly Result[]> {
  const { wait = (milliseconds: number) => delay(milliseconds) } = options;
  const running: Running = {
    sent: requestsOf(context.evidence),
    pace: createPace(context.evidence.target.url),
    wait,
  };
  const own: CheckContext = { wait, shared: onceEach(), ...context };
  const fitting = selected.filter(
    (check) => appliesTo(check, context.evidence) && check.concerns?.(context.evidence) !== false,
  );
  const found: Placed[] = [];
  const report = (check: Check, place: number, result: Result): void => {
    found.push({ result, place, index: selected.indexOf(check) });
  };
  const social = fitting.filter((check) => check.alone === undefined);
  await Promise.all(parts(social).map((part) => runPart(part, own, running, report)));
  // One after the other, because each of these disturbs whatever runs beside it.
  for (const when of [true, 'last'] as const)
    for (const check of fitting) if (check.alone === when) await runPart([check], own, running, report);
  return inReadingOrder(found, selected);
}

interface Placed {
  readonly result: Result;
  /** Which era or flow it is about, by number. */
  readonly place: number;
  readonly index: number;
}

type Report = (check: Check, place: number, result: Result) => void;

/** By group as the registry has them; within a group by era or flow, then as the registry has them. */
function inReadingOrder(found: readonly Placed[], selected: readonly Check[]): readonly Result[] {
  const groups = [...new Set(selected.map(({ id }) => groupOf(id)))];
  const key = ({ result, place, index }: Placed) => [groups.indexOf(result.group), place, index] as const;
  return [...found]
    .sort((one, other) => {
      const [a, b] = [key(one), key(other)];
      return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
    })
    .map(({ result }) => result);
}

/** Checks that run once per the same thing. */
function parts(selected: readonly Check[]): readonly (readonly Check[])[] {
  return (['target', 'flow', 'era'] as const)
    .map((per) => selected.filter((check) => check.per === per))
    .filter((part) => part.length > 0);
}

async function runPart(
  part: readonly Check[],
  context: CheckContext,
  running: Running,
  report: Report,
): Promise<void> {
  const per = part[0]?.per;
  const tell = (check: Check, at: CheckContext, judgement: Judgement, place = 0): void =>
    report(check, place, toResult(check, at, judgement, running.sent));
  if (per !== 'flow' && isKeyed(context)) {
    for (const check of part) tell(check, context, skipped(KEYED));
  } else if (per === 'target') {
    await Promise.all(
      part.map(async (check) => tell(check, context, await execute(check, context, running))),
    );
  } else if (per === 'flow') await runFlows(part, context, running, tell);
  else await runEras(part, context, running, tell);
}

/** What discovery sent counts as sent by the checks that judge it. */
function requestsOf({ discovery }: Evidence): SentRequests {
  const answers = discovery?.answers ?? [];
  const documents = [discovery?.protectedResourceMetadata, discovery?.authorizationServerMetadata];
  return new Map<number, SentRequest>([
    ...answers.flatMap(({ exchange, request }) => (request ? [[exchange, request] as const] : [])),
    ...documents.flatMap((found) => (found ? [[found.exchange, fetching(found.url)] as const] : [])),
  ]);
}

function fetching(url: string): SentRequest {
  return { method: 'GET', url, headers: [['Accept', 'application/json']] };
}

function onceEach(): NonNullable<CheckContext['shared']> {
  const made = new Map<string, Promise<unknown>>();
  return async <T>(key: string, make: () => Promise<T>): Promise<T> => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return (await known) as T;
  };
}

/** No token at all, but a key of the caller's own in every request: its door cannot be tried without it. */
function isKeyed({ evidence: { target } }: CheckContext): boolean {
  return target.headers.length > 0 && target.flows.every(({ flow }) => flow === 'none');
}

const KEYED =
  'The caller signs in by --header alone, which every request carries; add a flow that brings a token to check OAuth.';

async function runFlows(
  part: readonly Check[],
  context: CheckContext,
  running: Running,
  tell: Tell,
): Promise<void> {
  const { flows } = context.evidence;
  if (flows.length === 0)
    for (const check of part) tell(check, context, skipped('No flow was asked for; add --flow.'));
  const runs = flows.flatMap((flow, place) => part.map((check) => ({ check, flow, place })));
  await Promise.all(
    runs.map(async ({ check, flow, place }) => {
      const own = { ...context, flow };
      tell(check, own, flowObstacle(check, flow) ?? (await execute(check, own, running)), place);
    }),
  );
}

function flowObstacle(check: Check, flow: FlowEvidence): Judgement | undefined {
  if (flow.tokens === undefined)
    return blocked(`The flow brought no token: ${flow.error?.message ?? 'it did not run'}.`);
  if (check.needsToken && !hasToken(flow)) return skipped('This flow goes without a token.');
  return undefined;
}

async function runEras(
  part: readonly Check[],
  context: CheckContext,
  running: Running,
  tell: Tell,
): Promise<void> {
  const obstacle = tokenObstacle(context.evidence.flows);
  const runnable = obstacle === undefined ? part : part.filter((check) => !check.needsToken);
  await Promise.all(
    ERAS.map((era, place) =>
      runEra(
        runnable.filter(
          (check) => (check.only ?? era) === era && appliesTo({ ...check, only: era }, context.evidence),
        ),
        { ...context, era },
        obstacle === undefined,
        running,
        (check, at, judgement) => tell(check, at, judgement, place),
      ),
    ),
  );
  if (obstacle === undefined) return;
  for (const check of part) if (check.needsToken) tell(check, context, obstacle, ERAS.length);
}

const ERAS: readonly Era[] = ['legacy', 'modern'];

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
