import { describe, expect, it } from 'vitest';
import type { Changes } from '../../../src/commands/watch/changes.ts';
import { runJsonLine, runLine } from '../../../src/commands/watch/run-line.ts';
import { sleepUnless, type WatchOptions, watch } from '../../../src/commands/watch/watch.ts';
import { RunError, UsageError } from '../../../src/errors.ts';
import type { Report, RunVerdict } from '../../../src/types.ts';
import { report, targetReport } from '../../reporters/report.ts';

type Run = Readonly<Record<string, RunVerdict>>;

const EXIT: Readonly<Record<RunVerdict, number>> = { pass: 0, fail: 1, incomplete: 9 };

function reportOf(run: Run): Report {
  const targets = Object.entries(run).map(([name, verdict]) =>
    targetReport({ name, verdict, exitCode: EXIT[verdict] }),
  );
  const codes = targets.map(({ exitCode }) => exitCode);
  const verdict = (['incomplete', 'fail'] as const).find((one) => codes.includes(EXIT[one])) ?? 'pass';
  return report(targets, { verdict, exitCode: EXIT[verdict] });
}

/** A watch on a clock of its own: what it did, in order. */
async function watching(
  runs: readonly Run[],
  { takes = 1_000, ...options }: Partial<WatchOptions> & { readonly takes?: number } = {},
) {
  let clock = 5_000;
  let open = 0;
  const starts: number[] = [];
  const said: string[] = [];
  const lines: string[] = [];
  const changes: Changes[] = [];
  const watched = await watch({
    every: 60_000,
    times: runs.length,
    signal: new AbortController().signal,
    now: () => clock,
    sleep: (milliseconds) => {
      clock += milliseconds;
      return Promise.resolve();
    },
    runOnce: async () => {
      open += 1;
      expect(open).toBe(1);
      starts.push(clock - 5_000);
      await Promise.resolve();
      clock += takes;
      open -= 1;
      return reportOf(runs[starts.length - 1] ?? {});
    },
    onReport: (one, changed) => {
      changes.push(changed);
      lines.push(runLine(one, changed));
      return Promise.resolve();
    },
    say: (line) => said.push(line),
    ...options,
  });
  return { ...watched, starts, said, lines, changes };
}

const green = { one: 'pass', two: 'pass' } as const;
const red = { one: 'pass', two: 'fail' } as const;

describe('a watch', () => {
  it('runs at every interval since its start, so often', async () => {
    const { starts, runs, exitCode, said } = await watching([green, green, green]);
    expect({ starts, runs, exitCode, said }).toEqual({
      starts: [0, 60_000, 120_000],
      runs: 3,
      exitCode: 0,
      said: [],
    });
  });

  it('never runs twice at once: a long run lets ticks go by, and says so', async () => {
    const { starts, said } = await watching([green, green], { takes: 95_000 });
    expect(starts).toEqual([0, 120_000]);
    expect(said).toEqual(['The run took 95 s, and one is due every 60 s: the next one begins in 25 s.']);
  });

  it('is as red as its worst run, also when the last one is green', async () => {
    expect(await watching([green, red, green])).toMatchObject({ exitCode: 1, report: { verdict: 'pass' } });
    expect(await watching([red, { one: 'incomplete' }, green])).toMatchObject({ exitCode: 9 });
  });

  it('begins no run after the deadline, and does not wait for it', async () => {
    const waits: number[] = [];
    let clock = 0;
    await watching([green, green, green, green], {
      deadlineMs: 130_000,
      now: () => clock,
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        clock += milliseconds;
        return Promise.resolve();
      },
    });
    expect(waits).toEqual([60_000, 60_000]);
  });

  it('ends when it is told to, in the middle of waiting', async () => {
    const stop = new AbortController();
    const begun = performance.now();
    const { runs, starts } = await watching([green, green], {
      signal: stop.signal,
      sleep: (milliseconds, signal) => {
        setTimeout(() => stop.abort(), 20);
        return sleepUnless(milliseconds, signal);
      },
    });
    expect([runs, starts]).toEqual([1, [0]]);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });

  it('ends when it is told to during a run, whose report is the last', async () => {
    const stop = new AbortController();
    const { runs } = await watching([green, green], {
      signal: stop.signal,
      onReport: () => {
        stop.abort();
        return Promise.resolve();
      },
    });
    expect(runs).toBe(1);
  });

  it('says what could not be written, goes on, and does not forget it', async () => {
    let n = 0;
    const { runs, exitCode, said } = await watching([green, green], {
      onReport: () => {
        n += 1;
        return n === 1
          ? Promise.reject(new RunError('report.not_writable', 'The disk is full.', { hint: 'Make room.' }))
          : Promise.resolve();
      },
    });
    expect({ runs, exitCode, said }).toEqual({
      runs: 2,
      exitCode: 9,
      said: ['warning: The disk is full. Make room.'],
    });
  });

  it('ends with what is wrong with the settings', async () => {
    const wrong = new UsageError('usage.number', 'Wrong.');
    await expect(watching([green], { runOnce: () => Promise.reject(wrong) })).rejects.toBe(wrong);
  });

  it('goes on in step when somebody sets the clock back', async () => {
    const waits: number[] = [];
    let clock = 1_000_000;
    await watching([green, green, green], {
      now: () => clock,
      sleep: (milliseconds) => {
        waits.push(milliseconds);
        clock -= 3_600_000;
        return Promise.resolve();
      },
    });
    expect(waits.every((wait) => wait > 0 && wait <= 60_000)).toBe(true);
  });
});

describe('the line of a run', () => {
  it('says when, the verdict, what does not pass and what changed', async () => {
    const { lines } = await watching([
      red,
      { one: 'fail', two: 'pass' },
      { one: 'incomplete', two: 'pass' },
      green,
      { ...green, three: 'fail' },
    ]);
    expect(lines).toEqual([
      '2026-11-23T09:00:00Z fail, 1 of 2 targets passed; failed: two',
      '2026-11-23T09:00:00Z fail, 1 of 2 targets passed; failed: one; newly failing: one; recovered: two',
      '2026-11-23T09:00:00Z incomplete, 1 of 2 targets passed; incomplete: one; newly incomplete: one',
      '2026-11-23T09:00:00Z pass, 2 of 2 targets passed; recovered: one',
      '2026-11-23T09:00:00Z fail, 2 of 3 targets passed; failed: three; newly failing: three',
    ]);
  });

  it('stays one line, however many there are and whatever they are called', () => {
    const many = Object.fromEntries(
      Array.from({ length: 40 }, (_, n) => [`t${n}\n\u001b[31m\u202e`, 'fail']),
    );
    const line = runLine(reportOf(many as Run), { newlyFailing: [], newlyIncomplete: [], recovered: [] });
    expect(line).toContain('and 30 more');
    for (const character of ['\n', '\u001b', '\u202e']) expect(line).not.toContain(character);
  });

  it('is JSON for programs', () => {
    const changes = { newlyFailing: ['two'], newlyIncomplete: [], recovered: ['one'] };
    const text = runJsonLine(2, { ...reportOf(red), traceId: 'a'.repeat(32) }, changes);
    expect(text.endsWith('}\n')).toBe(true);
    expect(JSON.parse(text)).toEqual({
      type: 'run',
      n: 2,
      runId: 'run-1',
      traceId: 'a'.repeat(32),
      startedAt: '2026-11-23T09:00:00.000Z',
      durationMs: 812,
      verdict: 'fail',
      exitCode: 1,
      targets: 2,
      failed: ['two'],
      incomplete: [],
      ...changes,
    });
  });
});
