import type { Io } from './io.ts';

const QUIET_MS = 1000;

export interface Progress {
  /** Called at the start of a step; says so on stderr when the step takes longer than a second. */
  readonly step: (words: string) => void;
  readonly done: () => void;
}

/** Narration for steps that make a person wait. */
export function createProgress(io: Io): Progress {
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
    done: stop,
  };
}
