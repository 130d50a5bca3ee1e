import type { Check } from '../check.ts';
import { TOKEN_HANDLING } from '../sources.ts';

interface Lifetime {
  /** ISO 8601; null: nobody said. */
  readonly expiresAt: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly exchanges: readonly number[];
}

export const notExpired: Check<Lifetime> = {
  id: 'token/not-expired',
  title: 'is reached with a token that has not expired',
  level: 'MUST',
  spec: TOKEN_HANDLING,
  per: 'flow',
  needsToken: true,
  observe: async ({ evidence, flow }) => ({
    expiresAt: flow?.token?.expiresAt ?? isoTime(flow?.tokens?.expiresAt ?? null),
    now: evidence.now(),
    exchanges: flow?.tokens?.exchanges ?? [],
  }),
  judge: ({ expiresAt, now, exchanges }) => {
    if (expiresAt === null)
      return {
        verdict: 'warn',
        message: 'Neither the token nor the token answer says when it expires.',
        exchanges,
      };
    const seconds = Math.round((Date.parse(expiresAt) - now) / 1000);
    return seconds > 0
      ? { verdict: 'pass', message: `The token expires at ${expiresAt}, in ${seconds} seconds.`, exchanges }
      : {
          verdict: 'fail',
          message: `The token expired at ${expiresAt}, ${-seconds} seconds ago by this machine's clock.`,
          exchanges,
        };
  },
};

function isoTime(milliseconds: number | null): string | null {
  return milliseconds === null || Number.isNaN(new Date(milliseconds).valueOf())
    ? null
    : new Date(milliseconds).toISOString();
}
