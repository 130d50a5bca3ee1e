import { setTimeout as sleep } from 'node:timers/promises';

/** What one authorization server is asked for at once, and when it wants to be left alone. */
export interface IssuerGate {
  /** Does the work when it is its turn: first come, first served. Rejects with the signal's reason. */
  readonly pass: <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T>;
  /** Nothing more is let through for so many milliseconds. */
  readonly hold: (milliseconds: number) => void;
}

/** One gate for each issuer; `limit` requests are let through at a time. */
export function createIssuerGates(limit: number): (issuer: string) => IssuerGate {
  const gates = new Map<string, IssuerGate>();
  return (issuer) => {
    const gate = gates.get(issuer) ?? createGate(limit);
    gates.set(issuer, gate);
    return gate;
  };
}

function createGate(limit: number): IssuerGate {
  const waiting: (() => void)[] = [];
  let inside = 0;
  let closedUntil = 0;

  const turn = (signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      signal?.throwIfAborted();
      if (inside < limit) {
        inside += 1;
        resolve();
        return;
      }
      const leave = (): void => {
        waiting.splice(waiting.indexOf(enter), 1);
        reject(signal?.reason);
      };
      const enter = (): void => {
        signal?.removeEventListener('abort', leave);
        resolve();
      };
      waiting.push(enter);
      signal?.addEventListener('abort', leave, { once: true });
    });

  /** Whoever leaves hands the place on, so that nobody who comes later takes it. */
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) inside -= 1;
    else next();
  };

  const opening = async (signal?: AbortSignal): Promise<void> => {
    for (let left = closedUntil - performance.now(); left > 0; left = closedUntil - performance.now()) {
      await sleep(left, undefined, signal === undefined ? {} : { signal }).catch(() => undefined);
      signal?.throwIfAborted();
    }
  };

  return {
    pass: async (work, signal) => {
      await turn(signal);
      try {
        await opening(signal);
        return await work();
      } finally {
        leave();
      }
    },
    hold: (milliseconds) => {
      closedUntil = Math.max(closedUntil, performance.now() + milliseconds);
    },
  };
}
