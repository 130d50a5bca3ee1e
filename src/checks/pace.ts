import { setTimeout as delay } from 'node:timers/promises';
import { isLoopbackHost } from '../text/loopback.ts';

/** How requests of checks follow each other: how many at once, and how long apart they begin. */
export interface Pace {
  /** Does the work when its turn comes: of those that wait, the highest rank first, then who came first. */
  readonly turn: <T>(work: () => Promise<T>, rank?: number) => Promise<T>;
  /** Nobody's turn comes for so many milliseconds: the server said that it is busy. */
  readonly hold: (milliseconds: number) => void;
}

const AT_ONCE = 4;
/** Twenty requests in a second, at servers that are not on this machine. */
const APART_MS = 50;

/** @param url of the endpoint: on this machine requests begin as soon as one of four places is free. */
export function createPace(url: string): Pace {
  const apart = isLoopbackHost(new URL(url).hostname) ? 0 : APART_MS;
  const waiting: Waiting[] = [];
  let running = 0;
  let free = 0;

  const enter = async (rank: number): Promise<void> => {
    if (running >= AT_ONCE) await new Promise<void>((start) => queueUp(waiting, { rank, start }));
    else running += 1;
    const now = performance.now();
    const start = Math.max(now, free);
    free = start + apart;
    if (start > now) await delay(start - now);
  };
  /** The place goes to the next in line, or is given back. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next.start();
  };

  return {
    turn: async (work, rank = 0) => {
      await enter(rank);
      try {
        return await work();
      } finally {
        leave();
      }
    },
    hold: (milliseconds) => {
      free = Math.max(free, performance.now() + milliseconds);
    },
  };
}

interface Waiting {
  readonly rank: number;
  readonly start: () => void;
}

function queueUp(waiting: Waiting[], one: Waiting): void {
  const behind = waiting.findIndex(({ rank }) => rank < one.rank);
  waiting.splice(behind === -1 ? waiting.length : behind, 0, one);
}
