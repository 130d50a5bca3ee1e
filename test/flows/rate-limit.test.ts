import { describe, expect, it } from 'vitest';
import { RateLimitedError, retryAfter, retryingWhenBusy } from '../../src/flows/rate-limit.ts';

const NOW = Date.parse('2026-11-23T10:00:00Z');

describe('Retry-After', () => {
  it.each([
    ['1', 1000],
    ['100000', 100_000_000],
    ['Mon, 23 Nov 2026 10:00:05 GMT', 5000],
    ['Mon, 23 Nov 2026 09:00:00 GMT', 0],
    ['-5', undefined],
    ['soon', undefined],
    ['', undefined],
    [undefined, undefined],
  ])('%j is %j ms', (value, milliseconds) => {
    expect(retryAfter(value, NOW)).toBe(milliseconds);
  });
});

describe('trying again when the server is busy', () => {
  async function outcome(asked: readonly (number | undefined)[]): Promise<{ waits: number[]; end: string }> {
    const waits: number[] = [];
    const left = [...asked];
    const attempt = async (): Promise<string> => {
      if (left.length === 0) return 'done';
      throw new RateLimitedError('Busy.', left.shift(), {});
    };
    const wait = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
    const end = await retryingWhenBusy(attempt, wait).catch((error: RateLimitedError) => error.code);
    return { waits, end };
  }

  it.each([
    ['not at all', [], [], 'done'],
    ['as long as it asks', [3000, 0], [3000, 0], 'done'],
    ['longer each time when it does not ask', [undefined, undefined], [1000, 2000], 'done'],
    ['twice at most', [1, 1, 1], [1, 1], 'rate_limited'],
    ['half a minute at most', [31_000], [], 'rate_limited'],
  ])('waits %s', async (_name, asked, waits, end) => {
    expect(await outcome(asked)).toEqual({ waits, end });
  });

  it('does not repeat anything else', async () => {
    let attempts = 0;
    const attempt = (): Promise<never> => {
      attempts += 1;
      return Promise.reject(new Error('no'));
    };
    await expect(retryingWhenBusy(attempt, () => Promise.resolve())).rejects.toThrow('no');
    expect(attempts).toBe(1);
  });
});
