import { type ErrorOptions, TokenError } from '../errors.ts';

const LONGEST_WAIT_MS = 30_000;
const RETRIES = 2;

/** The authorization server asks to be left alone for a while (429, or 503). */
export class RateLimitedError extends TokenError {
  /** Milliseconds the server asks for; undefined: it did not say, or not legibly. */
  readonly retryAfterMs: number | undefined;

  constructor(message: string, retryAfterMs: number | undefined, options: ErrorOptions) {
    super('rate_limited', message, options);
    this.retryAfterMs = retryAfterMs;
  }
}

/**
 * Reads `Retry-After` (RFC 9110 §10.2.3), delay or date, as milliseconds from `now`; never negative.
 * undefined: absent or unreadable.
 */
export function retryAfter(value: string | undefined, now: number): number | undefined {
  const text = value?.trim() ?? '';
  if (/^\d{1,15}$/.test(text)) return Number(text) * 1000;
  const date = /[A-Za-z]/.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/** " and asks to wait 5 s", or nothing where it asks for nothing; in milliseconds. */
export function waitAsked(milliseconds: number | undefined): string {
  return milliseconds === undefined ? '' : ` and asks to wait ${Math.ceil(milliseconds / 1000)} s`;
}

/**
 * Runs a grant that may be repeated (client credentials only: a code or a rotated refresh token is spent)
 * again when the server was busy, twice at most, waiting as long as it asks, up to 30 s.
 */
export async function retryingWhenBusy<T>(
  attempt: () => Promise<T>,
  wait: (milliseconds: number) => Promise<void>,
): Promise<T> {
  for (let retry = 1; ; retry++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof RateLimitedError) || retry > RETRIES) throw error;
      const asked = error.retryAfterMs ?? 1000 * 2 ** (retry - 1);
      if (asked > LONGEST_WAIT_MS) throw error;
      await wait(asked);
    }
  }
}
