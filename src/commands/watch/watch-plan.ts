import { UsageError } from '../../errors.ts';
import type { Io } from '../io.ts';
import { durationOf } from './duration.ts';

/** How often, and when it ends; without an end it goes on until SIGINT or SIGTERM. */
export interface WatchPlan {
  /** Milliseconds between the starts of two runs. */
  readonly every: number;
  readonly times?: number;
  /** Milliseconds from the start after which no run begins. */
  readonly deadlineMs?: number;
}

export interface WatchFlags {
  readonly every?: string;
  readonly times?: string;
  /** Seconds. */
  readonly deadline?: string;
}

/**
 * What `--every`, `--times` and `--deadline` ask for; undefined: one run. In CI a watch needs an end, because nobody
 * is there to stop it and the job would burn its minutes.
 * @throws UsageError `usage.duration`, `usage.number`, `usage.times_without_every`, `usage.every_without_end`
 */
export function watchPlan(flags: WatchFlags, environment: Io['environment']): WatchPlan | undefined {
  const times = flags.times === undefined ? undefined : wholeNumber('--times', flags.times, 1_000_000);
  if (flags.every === undefined) {
    if (times === undefined) return undefined;
    throw new UsageError('usage.times_without_every', '--times says how often --every repeats the run.', {
      hint: 'Say how long to wait in between, for example: --every 5m --times 12',
    });
  }
  const every = durationOf(flags.every);
  const seconds =
    flags.deadline === undefined ? undefined : wholeNumber('--deadline', flags.deadline, 31_536_000);
  if (times === undefined && seconds === undefined && isSet(environment.CI)) {
    throw new UsageError(
      'usage.every_without_end',
      '--every has no end here: CI is set, so nobody would stop it. Nothing was sent.',
      { hint: 'Say when it ends: --times N, or --deadline SECONDS.' },
    );
  }
  return {
    every,
    ...(times === undefined ? {} : { times }),
    ...(seconds === undefined ? {} : { deadlineMs: seconds * 1_000 }),
  };
}

function wholeNumber(name: string, value: string, to: number): number {
  const number = Number(value);
  if (/^\d+$/.test(value) && number >= 1 && number <= to) return number;
  throw new UsageError(
    'usage.number',
    `${name} expects a whole number from 1 to ${to}, found ${JSON.stringify(value.slice(0, 40))}.`,
  );
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
