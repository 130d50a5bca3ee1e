import type { TargetReport } from '../types.ts';
import { createLiveLine } from './fleet/live-line.ts';
import { finishedLine } from './fleet/progress-words.ts';
import { type Io, styleOf } from './io.ts';

const QUIET_MS = 1000;

export interface Progress {
  /** Called at the start of a step; `target` names whose, where there are several. */
  readonly step: (words: string, target?: string) => void;
  /** A target is done; says so where there are several. */
  readonly finished: (report: TargetReport) => void;
  /** Writes to stderr past a line that is being kept up to date. */
  readonly err: (text: string) => void;
  readonly done: () => void;
}

/**
 * Narration for steps that make a person wait, on stderr. One target: a line for a step that takes longer than a
 * second. `total` of several: one live line on a terminal, elsewhere a line for each target that is done.
 */
export function createProgress(io: Io, total = 1): Progress {
  if (total <= 1) return stepByStep(io);
  const { TERM, CI = '' } = io.environment;
  const isLive = io.stderrIsTerminal && TERM !== 'dumb' && (CI === '' || CI === 'false');
  return isLive ? createLiveLine(io, total) : lineByLine(io);
}

function stepByStep(io: Io): Progress {
  let timer: NodeJS.Timeout | undefined;
  const stop = (): void => {
    if (timer !== undefined) clearTimeout(timer);
    timer = undefined;
  };
  return {
    step: (words) => {
      stop();
      timer = setTimeout(() => io.err(`… ${words}\n`), QUIET_MS);
      timer.unref();
    },
    finished: () => undefined,
    err: io.err,
    done: stop,
  };
}

function lineByLine(io: Io): Progress {
  const { unicode } = styleOf(io);
  return {
    step: () => undefined,
    finished: (report) => io.err(`${finishedLine(report, unicode)}\n`),
    err: io.err,
    done: () => undefined,
  };
}
