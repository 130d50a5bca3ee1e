import { AuthcheckError } from '../../errors.ts';
import type { Report } from '../../types.ts';
import { exitCode } from '../../verdicts.ts';
import { type Changes, changesSince, type Verdicts, verdictsOf } from './changes.ts';
import { durationInWords } from './duration.ts';
import type { WatchPlan } from './watch-plan.ts';

export interface WatchOptions extends WatchPlan {
  /** Ends the watch; a run that is on the road then ends itself with it. */
  readonly signal: AbortSignal;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** Waits so many milliseconds, or until the signal aborts; neither rejects. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly runOnce: () => Promise<Report>;
  /** Told every run: prints it, writes reports and metrics. An AuthcheckError it throws is said, and counts at the end. */
  readonly onReport: (report: Report, changes: Changes, n: number) => Promise<void>;
  /** One line on stderr. */
  readonly say: (line: string) => void;
}

export interface Watched {
  /** The last run's. */
  readonly report: Report;
  /** The worst of all runs, by the same precedence as that of targets: once red, the watch is red. */
  readonly exitCode: number;
  readonly runs: number;
}

/**
 * Runs again and again, never two at once, at every full interval since the start: a run that takes longer lets
 * ticks go by and says so. Ends after `times` runs, when no tick is left before the deadline, or with the signal.
 * Rejects only with what `runOnce` throws: settings that are wrong will be wrong the next time too.
 */
export async function watch(options: WatchOptions): Promise<Watched> {
  const { signal, now, times = Number.POSITIVE_INFINITY, say } = options;
  const started = now();
  const exits = new Set<number>();
  let before: Verdicts | undefined;
  for (let n = 1; ; n += 1) {
    const begun = now();
    const report = await options.runOnce();
    exits.add(report.exitCode);
    const failure = await told(options, report, changesSince(before, report), n);
    if (failure !== undefined) exits.add(failure.exit);
    before = verdictsOf(report);
    const wait = toNextTick(started, now(), options.every);
    const isLast = n >= times || now() + wait - started > (options.deadlineMs ?? Number.POSITIVE_INFINITY);
    if (!isLast && !signal.aborted) {
      const took = now() - begun;
      if (took >= options.every) {
        const words = `${durationInWords(took)}, and one is due every ${durationInWords(options.every)}`;
        say(`The run took ${words}: the next one begins in ${durationInWords(wait)}.`);
      }
      await options.sleep(wait, signal);
    }
    if (isLast || signal.aborted) return { report, exitCode: exitCode([...exits]), runs: n };
  }
}

/** Waits, or returns early when the signal aborts. */
export async function sleepUnless(milliseconds: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, milliseconds);
    signal.addEventListener('abort', done, { once: true });
  });
}

/** What went wrong, if anything did: a full disk must not end a watch, and must not be forgotten either. */
async function told(
  options: WatchOptions,
  report: Report,
  changes: Changes,
  n: number,
): Promise<AuthcheckError | undefined> {
  try {
    await options.onReport(report, changes, n);
    return undefined;
  } catch (error) {
    if (!(error instanceof AuthcheckError)) throw error;
    options.say(`warning: ${error.message}${error.hint === undefined ? '' : ` ${error.hint}`}`);
    return error;
  }
}

/** More than 0 and at most the interval, also when somebody sets the clock. */
function toNextTick(started: number, now: number, every: number): number {
  const since = (now - started) % every;
  return since < 0 ? -since : every - since;
}
