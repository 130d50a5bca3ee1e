import type { Check } from '../check.ts';
import { TOKEN_HANDLING } from '../sources.ts';

interface Lifetime {
  /** ISO 8601; null: nobody said. */
  readonly expiresAt: string | null;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly exchanges: readonly number[];
  /** It was given, not asked for: no answer came with it. */
  readonly given: boolean;
}

export const notExpired: Check<Lifetime> = {
  id: 'token/not-expired',
  title: 'is reached with a token that has not expired',
  level: 'MUST',
  spec: TOKEN_HANDLING,
  passes:
    '`exp` of the token, else `expires_in` of the answer, lies in the future by the clock of this machine.',
  fails: 'It lies in the past: fail. Nobody says when the token ends: warn.',
  cannotKnow: 'With a token that was given and cannot be read.',
  fix: 'Get a new token. If it was new, compare the clocks of this machine and of the authorization server.',
  per: 'flow',
  needsToken: true,
  observe: async ({ evidence, flow }) => ({
    expiresAt: flow?.token?.expiresAt ?? isoTime(flow?.tokens?.expiresAt ?? null),
    now: evidence.now(),
    exchanges: flow?.tokens?.exchanges ?? [],
    given: flow?.request.flow === 'bearer',
  }),
  judge: ({ expiresAt, now, exchanges, given }) => {
    if (expiresAt === null && given)
      return {
        verdict: 'skip',
        message: 'The token was given, and cannot be read: nobody says here when it expires.',
        exchanges,
      };
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
