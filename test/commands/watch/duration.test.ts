import { describe, expect, it } from 'vitest';
import { durationInWords, durationOf } from '../../../src/commands/watch/duration.ts';

describe('a duration', () => {
  it.each([
    ['10s', 10_000],
    ['30s', 30_000],
    ['5m', 300_000],
    ['1h', 3_600_000],
    ['24h', 86_400_000],
    ['0090s', 90_000],
  ])('%s is %d ms', (text, milliseconds) => {
    expect(durationOf(text)).toBe(milliseconds);
  });

  it.each(['', '5', '9s', '0m', '25h', '5 m', '-5m', '1.5h', '5M', '5m30s', '1e3s', '9999999s', 'NaNs'])(
    '%j is none',
    (text) => {
      expect(() => durationOf(text)).toThrow(
        expect.objectContaining({
          code: 'usage.duration',
          exit: 2,
          message: `--every expects a duration from 10s to 24h, found ${JSON.stringify(text)}.`,
        }),
      );
    },
  );

  it.each([
    [400, '1 s'],
    [95_000, '95 s'],
    [300_000, '5 min'],
    [9_000_000, '2.5 h'],
  ])('%d ms are said as %s', (milliseconds, words) => {
    expect(durationInWords(milliseconds)).toBe(words);
  });
});
