import { afterEach, describe, expect, it, vi } from 'vitest';
import { liveWords } from '../../src/commands/fleet/live-line.ts';
import { seconds } from '../../src/commands/fleet/progress-words.ts';
import type { Io } from '../../src/commands/io.ts';
import { createProgress } from '../../src/commands/progress.ts';
import { createVault } from '../../src/http/index.ts';
import { notRun } from '../../src/target-run.ts';
import type { Target, TargetReport } from '../../src/types.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('one target', () => {
  it('a step is told when it takes longer than a second', () => {
    vi.useFakeTimers();
    const { io, written } = terminal();
    const progress = createProgress(io);
    progress.step('getting a token');
    vi.advanceTimersByTime(900);
    progress.step('talking');
    vi.advanceTimersByTime(1_100);
    progress.finished(reported('a', 'pass'));
    progress.done();

    expect(written()).toBe('… talking\n');
  });
});

describe('many targets without a terminal', () => {
  it('each has a line when it is done, with the root cause if it did not pass', () => {
    const { io, written } = terminal({ stderrIsTerminal: false });
    const progress = createProgress(io, 3);
    progress.step('getting a token', 'a');
    progress.finished(reported('a', 'pass'));
    progress.finished({ ...reported('b', 'fail'), findings: [finding('The secret is wrong.')] });
    progress.finished(notRun(TARGET, 'Not begun: the run was ended', 9, Date.now));
    progress.done();

    expect(written().split('\n')).toEqual([
      '✔ a 1.2 s',
      '✘ b: The secret is wrong. (1.2 s)',
      '▲ c: Not begun: the run was ended (0.0 s)',
      '',
    ]);
  });

  it('a hostile name is no command to the CI system, and breaks no line', () => {
    const { io, written } = terminal({ stderrIsTerminal: false });
    createProgress(io, 2).finished(reported('a\n::error::b', 'pass'));

    expect(written()).not.toContain('::error::');
    expect(written().trim().split('\n')).toHaveLength(1);
  });
});

describe('many targets on a terminal', () => {
  it('have one line that is kept up to date, and gone at the end', () => {
    vi.useFakeTimers();
    const { io, written } = terminal();
    const progress = createProgress(io, 3);
    progress.step('getting a token', 'a');
    progress.step('talking', 'b');
    progress.finished(reported('a', 'fail'));
    vi.advanceTimersByTime(250);
    progress.err('a notice\n');
    progress.done();

    expect(written()).toBe('\r\u001b[K1/3 targets, 1 not passed, 0.2 s  b: talking\r\u001b[Ka notice\n');
  });

  it.each([{ TERM: 'dumb' }, { CI: 'true' }])('are told line by line with %o', (environment) => {
    const { io, written } = terminal({ environment });
    createProgress(io, 2).finished(reported('a', 'pass'));

    expect(written()).toContain('a 1.2 s\n');
  });

  it('never take more than the width, also with names of wide characters', () => {
    const running = new Map([['計算機計算機計算機', 'getting a token by client_credentials']]);
    const live = { done: 12, failed: 3, total: 400, elapsedMs: 61_000, running, unicode: true };

    for (const width of [10, 40, 60, 80, 200]) {
      const line = liveWords(live, width);
      const columns = Array.from(line).reduce(
        (sum, one) => sum + ((one.codePointAt(0) ?? 0) < 0x1100 ? 1 : 2),
        0,
      );
      expect(columns).toBeLessThan(width);
    }
    expect(liveWords(live, 200)).toBe(
      '12/400 targets, 3 not passed, 1 min 1 s  計算機計算機計算機: getting a token by client_credentials',
    );
  });
});

it('a duration is told in seconds, then in minutes', () => {
  expect([0, 1_240, 12_400, 59_900, 125_000].map(seconds)).toEqual([
    '0.0 s',
    '1.2 s',
    '12 s',
    '1 min 0 s',
    '2 min 5 s',
  ]);
});

const TARGET: Target = {
  name: 'c',
  url: 'https://c.example.com/mcp',
  allowedOrigins: [],
  headers: [],
  protocol: 'auto',
  flows: [],
  expect: { tools: [], calls: [] },
  timeoutMs: 1_000,
};

function reported(name: string, verdict: TargetReport['verdict']): TargetReport {
  return { ...notRun(TARGET, '', 0, Date.now), name, verdict, results: [], durationMs: 1_200 };
}

function finding(summary: string): TargetReport['findings'][number] {
  return {
    code: 'a/b',
    severity: 'error',
    confidence: 'certain',
    aadsts: null,
    summary,
    cause: '',
    fix: '',
    results: [],
    docs: '',
  };
}

function terminal(change: Partial<Io> = {}): { readonly io: Io; readonly written: () => string } {
  let text = '';
  const io: Io = {
    vault: createVault(),
    out: () => undefined,
    reveal: () => undefined,
    err: (more) => {
      text += more;
    },
    showUrl: () => undefined,
    environment: { LANG: 'C.UTF-8' },
    cwd: '/',
    readStdin: async () => '',
    stdoutIsTerminal: true,
    stderrIsTerminal: true,
    width: 80,
    now: Date.now,
    signal: new AbortController().signal,
    personPresent: false,
    ...change,
  };
  return { io, written: () => text };
}
