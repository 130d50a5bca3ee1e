import { setMaxListeners } from 'node:events';
import { EXIT_CODES, NetworkError } from './errors.ts';
import type { Job, Start } from './job.ts';
import { ROAD } from './results.ts';
import type { Finding, Result, Target, TargetReport } from './types.ts';
import {
  exitOfSingle,
  exitOfTarget,
  firstServer,
  flowReport,
  knownEras,
  spokenEras,
  verdictOf,
} from './verdicts.ts';
import { asErrorObject, evidenceOf, type Walk, walkRoad } from './walk.ts';

/** How long what was told to end may take for it, in milliseconds; then the report is made without it. */
const GRACE_MS = 2_000;

/**
 * One target from end to end, within its time. Resolves always: what took too long, was interrupted or broke is
 * in the report, with all that was found before. `over` ends it from outside; its reason is a NetworkError.
 */
export async function runTarget(
  job: Job,
  start: Start,
  target: Target,
  over: AbortSignal,
  onResult: (result: Result) => void,
): Promise<TargetReport> {
  const startedAt = start.now();
  const clock = boundedBy(job.targetTimeoutMs, target, over);
  const { http, probe } = job.road.open(target, clock.signal);
  const walk: Walk = { target, http, results: [], errors: [], flows: [], found: undefined };
  let isOpen = true;
  const report = (result: Result): void => {
    if (!isOpen) return;
    const told = clock.signal.aborted ? cutShort(result) : result;
    walk.results.push(told);
    onResult(told);
  };
  const walking = walkRoad(job, walk, { target, http, probe, signal: clock.signal }, report, start.now);
  try {
    await Promise.race([walking.catch((error: unknown) => broke(error, walk, report)), clock.ended]);
    const isCut = clock.signal.aborted;
    if (isCut) report(incomplete(clock.signal.reason));
    return toReport(job, walk, startedAt, start.now, isCut);
  } finally {
    isOpen = false;
    clock.stop();
  }
}

/** A target that was never begun, and why. `exit`: of what kept it from that. */
export function notRun(target: Target, why: string, exit: number, now: () => number): TargetReport {
  return {
    name: target.name,
    url: target.url,
    ...tagsOf(target),
    verdict: 'incomplete',
    exitCode: exit,
    startedAt: new Date(now()).toISOString(),
    durationMs: 0,
    server: null,
    eras: { legacy: null, modern: null },
    discovery: {
      issuer: null,
      resource: null,
      challenge: null,
      protectedResourceMetadata: null,
      authorizationServerMetadata: null,
    },
    flows: [],
    results: [{ ...ROAD, id: INCOMPLETE, verdict: 'blocked', message: why, exchanges: [] }],
    findings: [],
    exchanges: [],
  };
}

const INCOMPLETE = 'road/incomplete';

function incomplete(reason: unknown): Result {
  const message = reason instanceof Error ? reason.message : 'The run was ended.';
  return { ...ROAD, id: INCOMPLETE, verdict: 'inconclusive', message, exchanges: [] };
}

/** What failed because there was no time left says nothing about the server. */
function cutShort(result: Result): Result {
  const isOurs = result.group === 'road' && result.verdict === 'fail';
  return isOurs ? { ...result, verdict: 'inconclusive' } : result;
}

/** A bug of ours: it ends this target and no other. */
function broke(error: unknown, walk: Walk, report: (result: Result) => void): void {
  const failure = asErrorObject(error, walk.target, 'run');
  walk.errors.push(failure);
  report({ ...ROAD, id: INCOMPLETE, verdict: 'fail', message: failure.message, exchanges: [] });
}

interface Clock {
  readonly signal: AbortSignal;
  /** Resolves some time after the signal has aborted. */
  readonly ended: Promise<void>;
  readonly stop: () => void;
}

const DONE = new NetworkError('run.aborted', 'The target is done.');

function boundedBy(milliseconds: number | undefined, target: Target, over: AbortSignal): Clock {
  const controller = new AbortController();
  const { signal } = controller;
  // Whatever waits listens: flows, sessions and each exchange.
  setMaxListeners(0, signal);
  let grace: NodeJS.Timeout | undefined;
  let isStopped = false;
  const end = (): void => controller.abort(over.reason);
  if (over.aborted) end();
  over.addEventListener('abort', end, { once: true });
  const timer =
    milliseconds === undefined
      ? undefined
      : setTimeout(() => controller.abort(tookTooLong(milliseconds, target)), milliseconds);
  const ended = new Promise<void>((resolve) => {
    const later = (): void => {
      if (!isStopped) grace = setTimeout(resolve, GRACE_MS);
    };
    if (signal.aborted) later();
    else signal.addEventListener('abort', later, { once: true });
  });
  return {
    signal,
    ended,
    stop: () => {
      clearTimeout(timer);
      clearTimeout(grace);
      isStopped = true;
      over.removeEventListener('abort', end);
      // Also for the memory's sake: Node keeps what AbortSignal.any() made until one of its sources aborts.
      controller.abort(DONE);
    },
  };
}

function tookTooLong(milliseconds: number, target: Target): NetworkError {
  return new NetworkError(
    'run.target_timeout',
    `The target was not done within ${milliseconds / 1000} s; what had come by then is in the report.`,
    {
      target: target.name,
      retryable: true,
      hint: 'Give it longer with --target-timeout SECONDS, or find out which exchange is slow.',
    },
  );
}

function toReport(job: Job, walk: Walk, startedAt: number, now: () => number, isCut: boolean): TargetReport {
  const { target, results, errors, found, http } = walk;
  // Whoever still works in the background adds nothing.
  const flows = [...walk.flows];
  const findings = diagnosed(job, walk, now);
  const verdict = isCut ? 'incomplete' : verdictOf(results, job.strict);
  const exit =
    job.until === 'discovery' ? exitOfSingle(verdict, errors) : exitOfTarget(verdict, results, errors);
  const isBroken = errors.some((error) => error.class === 'internal');
  return {
    name: target.name,
    url: target.url,
    ...tagsOf(target),
    verdict,
    exitCode: isCut && !isBroken ? EXIT_CODES.incomplete : exit,
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Math.round(now() - startedAt),
    server: firstServer(flows),
    eras: spokenEras(knownEras(flows.flatMap((flow) => flow.sessions)), results),
    discovery: {
      issuer: found?.discovery.issuer ?? null,
      resource: found?.discovery.resource ?? null,
      challenge: found?.discovery.challenge ?? null,
      protectedResourceMetadata: found?.discovery.protectedResourceMetadata?.document ?? null,
      authorizationServerMetadata: found?.discovery.authorizationServerMetadata?.document ?? null,
    },
    flows: flows.map((flow) => flowReport(flow, results, job.strict)),
    results,
    findings,
    exchanges: http.exchanges,
  };
}

function diagnosed(job: Job, walk: Walk, now: () => number): readonly Finding[] {
  const { results, errors, http } = walk;
  try {
    return job.diagnose({ evidence: evidenceOf(job, walk, now), results, errors, exchanges: http.exchanges });
  } catch (error) {
    errors.push(asErrorObject(error, walk.target, 'diagnosis'));
    return [];
  }
}

function tagsOf({ tags = [] }: Target): Pick<TargetReport, 'tags'> {
  return tags.length === 0 ? {} : { tags };
}
