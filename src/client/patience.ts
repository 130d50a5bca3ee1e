/** A deadline that is set anew whenever something is sent, so that it bounds waiting and not work. */
export interface Patience {
  /** From now on something is waited for. */
  readonly start: () => void;
  /** It is waited for from now on, after `extraMs` that the other side asked for. No effect when nothing is. */
  readonly again: (extraMs?: number) => void;
  /** Something else, with a deadline of its own, comes first. */
  readonly pause: () => void;
  readonly stop: () => void;
}

/** `onEnd` is called when `ms` milliseconds have passed without another sign of life. */
export function createPatience(ms: number, onEnd: () => void): Patience {
  let timer: NodeJS.Timeout | undefined;
  let waiting = false;
  const pause = (): void => clearTimeout(timer);
  const again = (extraMs = 0): void => {
    pause();
    if (waiting) timer = setTimeout(onEnd, ms + extraMs);
  };
  return {
    start: () => {
      waiting = true;
      again();
    },
    again,
    pause,
    stop: () => {
      waiting = false;
      pause();
    },
  };
}
