import { UsageError } from '../../errors.ts';

/**
 * Milliseconds of a duration as `--every` takes it: a whole number and its unit, `30s`, `5m` or `1h`; 10 seconds to
 * 24 hours.
 * @throws UsageError `usage.duration`
 */
export function durationOf(text: string): number {
  const [, number = '', unit = ''] = /^(\d{1,6})([smh])$/.exec(text.trim()) ?? [];
  const milliseconds = Number(number) * (UNITS[unit] ?? 0);
  if (number !== '' && milliseconds >= SHORTEST && milliseconds <= LONGEST) return milliseconds;
  throw new UsageError(
    'usage.duration',
    `--every expects a duration from 10s to 24h, found ${JSON.stringify(text.slice(0, 40))}.`,
    { hint: 'A whole number and its unit: --every 30s, --every 5m or --every 1h.' },
  );
}

/** 90 s, 5 min, 2 h: as people say it. */
export function durationInWords(milliseconds: number): string {
  const seconds = Math.max(1, Math.round(milliseconds / 1000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.round(minutes / 6) / 10} h`;
}

const UNITS: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000 };
const SHORTEST = 10_000;
const LONGEST = 24 * 3_600_000;
