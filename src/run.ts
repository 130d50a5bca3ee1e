import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT_CODES, NetworkError } from './errors.ts';
import type { Job, Start } from './job.ts';
import { notRun, runTarget } from './target-run.ts';
import type { Report, Result, Target, TargetReport } from './types.ts';
import { exitCode, isWorthARetry, summarise, worst } from './verdicts.ts';

/** How long servers may ask us to wait before the second attempt at their targets, in milliseconds. */
const LONGEST_PAUSE_MS = 120_000;
const PAUSE_MS = 1_000;

/** Walks the road for every target, runs the checks, names root causes. Never throws for what a server did. */
export async function run(job: Job, start: Start): Promise<Report> {
  const startedAt = start.now();
  const end = endOf(job, start);
  let targets: readonly TargetReport[];
  try {
    targets = await runAll(job, start, end.signal);
  } catch (error) {
    end.now(error);
    throw error;
  } finally {
    end.stop();
  }
  const interrupted = start.signal?.aborted === true;
  return {
    schemaVersion: 1,
    tool: { name: 'mcp-authcheck', version: start.version },
    runId: start.runId ?? randomUUID(),
    startedAt: new Date(startedAt).toISOString(),
    durationMs: Math.round(start.now() - startedAt),
    verdict: interrupted ? 'incomplete' : worst(targets.map((report) => report.verdict)),
    exitCode: interrupted ? EXIT_CODES.incomplete : exitCode(targets.map((report) => report.exitCode)),
    summary: summarise(targets.flatMap((report) => report.results)),
    targets,
  };
}

/** Reports in the order of the targets, whatever order they were finished in. */
async function runAll(job: Job, start: Start, over: AbortSignal): Promise<readonly TargetReport[]> {
  const earlier = new Map(job.done?.map((report) => [report.name, report]));
  const reports = new Map<Target, TargetReport>();
  const held: Target[] = [];
  let failure: TargetReport | undefined;

  const keep = (target: Target, report: TargetReport): void => {
    const kept = job.compact?.(report) ?? report;
    reports.set(target, kept);
    job.onTarget?.(kept);
  };
  const walk = async (target: Target, isLast: boolean): Promise<void> => {
    const early: Result[] = [];
    const tell = (result: Result): void => job.onResult?.(result, target);
    const report = await runTarget(job, start, target, over, isLast ? tell : (result) => early.push(result));
    if (!isLast && isWorthARetry(report) && !over.aborted) {
      reports.set(target, report);
      held.push(target);
      return;
    }
    for (const result of early) tell(result);
    if (report.verdict === 'fail') failure ??= report;
    keep(target, report);
  };

  await inParallel(job.targets, job.concurrency, async (target) => {
    const known = earlier.get(target.name);
    if (known !== undefined) reports.set(target, known);
    else if (over.aborted) keep(target, notRun(target, whyOver(over), EXIT_CODES.incomplete, start.now));
    else if (failure !== undefined && job.failFast === true) {
      keep(target, notRun(target, afterFailure(failure), failure.exitCode, start.now));
    } else await walk(target, job.retryIncomplete !== true);
  });

  // Who asks for the shortest wait comes first, so that it holds nobody else.
  const due = held
    .map((target) => ({ target, waitMs: Math.max(PAUSE_MS, job.road.busyFor?.(target) ?? 0) }))
    .toSorted((one, other) => one.waitMs - other.waitMs);
  const since = performance.now();
  await inParallel(due, job.concurrency, async ({ target, waitMs }) => {
    const first = reports.get(target);
    const isStopped = failure !== undefined && job.failFast === true;
    const mayRepeat = !isStopped && waitMs <= LONGEST_PAUSE_MS;
    if (mayRepeat) await pause(since + waitMs - performance.now(), over);
    if (first === undefined || (mayRepeat && !over.aborted)) return await walk(target, true);
    // The first report stays where there is no time, or no leave, for a second attempt.
    for (const result of first.results) job.onResult?.(result, target);
    keep(target, first);
  });
  return job.targets.flatMap((target) => reports.get(target) ?? []);
}

async function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (milliseconds > 0) await sleep(milliseconds, undefined, { signal }).catch(() => undefined);
}

function whyOver({ reason }: AbortSignal): string {
  return `Not begun: ${reason instanceof Error ? reason.message : 'the run was ended'}`;
}

function afterFailure({ name }: TargetReport): string {
  return `Not begun: ${name} failed, and no target is begun after one that failed (--fail-fast).`;
}

interface End {
  /** Aborts with a NetworkError that says why the run is over. */
  readonly signal: AbortSignal;
  readonly now: (reason: unknown) => void;
  readonly stop: () => void;
}

function endOf({ deadlineMs }: Job, { signal }: Start): End {
  const controller = new AbortController();
  const interrupt = (): void => controller.abort(new NetworkError('run.aborted', 'The run was interrupted.'));
  if (signal?.aborted === true) interrupt();
  signal?.addEventListener('abort', interrupt, { once: true });
  const timer =
    deadlineMs === undefined
      ? undefined
      : setTimeout(() => controller.abort(deadlineOver(deadlineMs)), deadlineMs);
  return {
    signal: controller.signal,
    now: (reason) => controller.abort(reason),
    stop: () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', interrupt);
    },
  };
}

function deadlineOver(milliseconds: number): NetworkError {
  return new NetworkError('run.deadline', `The run's time of ${milliseconds / 1000} s was over.`, {
    retryable: true,
    hint: 'Give it longer with --deadline SECONDS, walk more targets at once (--concurrency), or split the run (--shard).',
  });
}

async function inParallel<In>(
  inputs: readonly In[],
  limit: number,
  work: (input: In) => Promise<void>,
): Promise<void> {
  const queue = inputs.values();
  const worker = async (): Promise<void> => {
    for (const input of queue) await work(input);
  };
  await Promise.all(Array.from({ length: Math.min(limit, inputs.length) }, worker));
}
