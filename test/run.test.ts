import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { NetworkError } from '../src/errors.ts';
import type { Job, Road } from '../src/job.ts';
import { profileNamed } from '../src/profiles/index.ts';
import { run } from '../src/run.ts';
import { Secret } from '../src/secret.ts';
import type { Discovery, Http, Report, Result, Target, TargetReport } from '../src/types.ts';

describe('many targets', () => {
  it('are reported in their order, whatever order they are finished in', async () => {
    const finished: string[] = [];
    const report = await fleet(['slow', 'fast', 'faster'], {
      discover: (name) => sleep({ slow: 60, fast: 30 }[name] ?? 0),
      onTarget: ({ name }) => finished.push(name),
    });

    expect(names(report)).toEqual(['slow', 'fast', 'faster']);
    expect(finished).toEqual(['faster', 'fast', 'slow']);
    expect(report).toMatchObject({ verdict: 'pass', exitCode: 0 });
  });

  it('are walked so many at once and no more', async () => {
    let now = 0;
    let most = 0;
    await fleet(['a', 'b', 'c', 'd', 'e'], {
      concurrency: 2,
      discover: async () => {
        now += 1;
        most = Math.max(most, now);
        await sleep(10);
        now -= 1;
      },
    });

    expect(most).toBe(2);
  });

  it('do not hurt each other: a bug in one is reported there, and ends the run with 70', async () => {
    const report = await fleet(['good', 'bad'], {
      runChecks: async (name) => {
        if (name === 'bad') throw new TypeError('undefined is not a function');
        return [];
      },
    });

    expect(byName(report, 'good')).toMatchObject({ verdict: 'pass', exitCode: 0 });
    expect(byName(report, 'bad')).toMatchObject({ verdict: 'fail', exitCode: 70 });
    expect(byName(report, 'bad').results.at(-1)?.message).toContain('undefined is not a function');
    expect(report.exitCode).toBe(70);
  });

  it('that an earlier run finished are taken over in their place, and not walked', async () => {
    const [first] = (await fleet(['b'], {})).targets;
    const walked: string[] = [];
    const report = await fleet(['a', 'b', 'c'], {
      discover: async (name) => void walked.push(name),
      done: first === undefined ? [] : [first],
    });

    expect(names(report)).toEqual(['a', 'b', 'c']);
    expect(walked).toEqual(['a', 'c']);
    expect(report.targets[1]).toBe(first);
  });
});

describe('the time of a target', () => {
  it('is over: it is incomplete with what it has, and the others are not held', async () => {
    const began = performance.now();
    const report = await fleet(['hangs', 'answers'], {
      concurrency: 1,
      targetTimeoutMs: 100,
      obtain: (name, signal) => (name === 'hangs' ? until(signal) : Promise.resolve()),
    });

    expect(byName(report, 'hangs')).toMatchObject({ verdict: 'incomplete', exitCode: 9 });
    expect(verdicts(report, 'hangs')).toEqual([
      ['road/discovery', 'warn'],
      ['road/token', 'inconclusive'],
      ['road/session', 'blocked'],
      ['road/incomplete', 'inconclusive'],
    ]);
    expect(byName(report, 'hangs').results.at(-1)?.message).toContain('not done within 0.1 s');
    expect(byName(report, 'answers').verdict).toBe('pass');
    expect(report).toMatchObject({ verdict: 'incomplete', exitCode: 9 });
    expect(performance.now() - began).toBeLessThan(1_500);
  });

  it('is over, also for what does not listen: the report is made without it', async () => {
    const told: string[] = [];
    const report = await fleet(['deaf'], {
      targetTimeoutMs: 50,
      runChecks: async () => {
        await sleep(2_600);
        return [result('late/check')];
      },
      onResult: ({ id }) => told.push(id),
    });
    await sleep(700);

    expect(byName(report, 'deaf')).toMatchObject({ verdict: 'incomplete', exitCode: 9 });
    expect(told).not.toContain('late/check');
    expect(byName(report, 'deaf').results.map(({ id }) => id)).not.toContain('late/check');
  });
});

describe('the time of the run', () => {
  it('is over: what runs is incomplete, what was not begun says so, and nothing is lost', async () => {
    const report = await fleet(['first', 'hangs', 'never'], {
      concurrency: 1,
      deadlineMs: 100,
      retryIncomplete: true,
      obtain: (name, signal) => (name === 'hangs' ? until(signal) : Promise.resolve()),
    });

    expect(report.targets.map(({ name, verdict, exitCode }) => [name, verdict, exitCode])).toEqual([
      ['first', 'pass', 0],
      ['hangs', 'incomplete', 9],
      ['never', 'incomplete', 9],
    ]);
    expect(byName(report, 'never').results).toMatchObject([{ id: 'road/incomplete', verdict: 'blocked' }]);
    expect(byName(report, 'never').results[0]?.message).toContain('time of 0.1 s was over');
    expect(report.exitCode).toBe(9);
  });

  it('ends with a signal, and what was not begun says so', async () => {
    const controller = new AbortController();
    const report = await fleet(
      ['runs', 'never'],
      { concurrency: 1, obtain: (_name, signal) => until(signal), onStart: () => controller.abort() },
      controller.signal,
    );

    expect(report).toMatchObject({ verdict: 'incomplete', exitCode: 9 });
    expect(byName(report, 'never').results[0]?.message).toBe('Not begun: The run was interrupted.');
  });
});

describe('--fail-fast', () => {
  it('begins nothing after a failure; the run ends as that did', async () => {
    const report = await fleet(['good', 'bad', 'never'], {
      concurrency: 1,
      failFast: true,
      runChecks: async (name) => [result('endpoint/check', name === 'bad' ? 'fail' : 'pass')],
    });

    expect(report.targets.map(({ verdict }) => verdict)).toEqual(['pass', 'fail', 'incomplete']);
    expect(byName(report, 'never').results[0]?.message).toBe(
      'Not begun: bad failed, and no target is begun after one that failed (--fail-fast).',
    );
    expect(report).toMatchObject({ verdict: 'fail', exitCode: 1 });
  });
});

describe('--retry-incomplete', () => {
  it('walks what was unreachable once more, and only the second report counts', async () => {
    const attempts: string[] = [];
    const reports: string[] = [];
    const told: string[] = [];
    const report = await fleet(['flaky', 'good', 'bad'], {
      retryIncomplete: true,
      discover: async (name) => {
        attempts.push(name);
        const again = attempts.filter((one) => one === name).length > 1;
        if (name === 'flaky' && !again) throw new NetworkError('tcp.refused', 'Nobody listens there.');
      },
      runChecks: async (name) => [result('endpoint/check', name === 'bad' ? 'fail' : 'pass')],
      onTarget: ({ name, verdict }) => reports.push(`${name} ${verdict}`),
      onResult: ({ id, verdict }) => told.push(`${id} ${verdict}`),
    });

    expect(attempts).toEqual(['flaky', 'good', 'bad', 'flaky']);
    expect(reports).toEqual(['good pass', 'bad fail', 'flaky pass']);
    expect(told.filter((line) => line.startsWith('road/discovery'))).toEqual(
      Array.from({ length: 3 }, () => 'road/discovery warn'),
    );
    expect(report).toMatchObject({ verdict: 'fail', exitCode: 1 });
  });

  it('waits as long as the server asks, and leaves alone whoever asks for too long', async () => {
    const attempts = new Map<string, number[]>();
    const began = performance.now();
    await fleet(['soon', 'much later'], {
      retryIncomplete: true,
      discover: async (name) => {
        attempts.set(name, [...(attempts.get(name) ?? []), performance.now() - began]);
        throw new NetworkError('rate_limited.endpoint', 'Too many requests.');
      },
      busyFor: (name) => (name === 'soon' ? 1_500 : 3_600_000),
    });

    expect(attempts.get('soon')).toHaveLength(2);
    expect(attempts.get('soon')?.[1]).toBeGreaterThan(1_400);
    expect(attempts.get('much later')).toHaveLength(1);
  }, 10_000);
});

interface Script
  extends Partial<
    Pick<
      Job,
      | 'concurrency'
      | 'targetTimeoutMs'
      | 'deadlineMs'
      | 'failFast'
      | 'retryIncomplete'
      | 'done'
      | 'onTarget'
      | 'onResult'
    >
  > {
  readonly discover?: (name: string) => Promise<unknown>;
  readonly obtain?: (name: string, signal: AbortSignal | undefined) => Promise<unknown>;
  readonly runChecks?: (name: string) => Promise<readonly Result[]>;
  readonly busyFor?: (name: string) => number;
  readonly onStart?: () => void;
}

/** A run over targets of these names, on a road that does what the script says and nothing else. */
function fleet(targets: readonly string[], script: Script, signal?: AbortSignal): Promise<Report> {
  const { discover, obtain, runChecks, busyFor, onStart, ...bounds } = script;
  const road: Road = {
    open: () => ({ http: NO_NETWORK, probe: () => Promise.reject(new Error('not asked')) }),
    profile: () => profileNamed('generic'),
    discover: async ({ target }) => {
      await discover?.(target.name);
      return { discovery: NOTHING_FOUND, profile: profileNamed('generic') };
    },
    obtain: async ({ target, signal: own }) => {
      const waiting = obtain?.(target.name, own);
      onStart?.();
      await waiting;
      return {
        accessToken: new Secret('a-token-of-some-length'),
        tokenType: 'Bearer',
        expiresAt: null,
        scopes: null,
        library: 'none',
        exchanges: [],
      };
    },
    read: async () => TOKEN,
    converse: async () => ({ sessions: [], renewals: [] }),
    follow: () => undefined,
    busyFor: ({ name }) => busyFor?.(name) ?? 0,
  };
  const job: Job = {
    targets: targets.map(targetOf),
    road,
    until: 'session',
    checks: [],
    runChecks: async (_checks, { evidence }) => (await runChecks?.(evidence.target.name)) ?? [],
    diagnose: () => [],
    concurrency: 8,
    strict: false,
    ...bounds,
  };
  return run(job, { version: 'test', now: Date.now, ...(signal === undefined ? {} : { signal }) });
}

function until(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
}

function targetOf(name: string): Target {
  return {
    name,
    url: `http://127.0.0.1:9/${encodeURIComponent(name)}`,
    allowedOrigins: [],
    headers: [],
    protocol: 'auto',
    flows: [{ flow: 'client_credentials' }],
    expect: { tools: [], calls: [] },
    timeoutMs: 1_000,
  };
}

function result(id: string, verdict: Result['verdict'] = 'pass'): Result {
  return { id, group: 'endpoint', level: 'MUST', spec: [], verdict, message: id, exchanges: [] };
}

function names({ targets }: Report): readonly string[] {
  return targets.map(({ name }) => name);
}

function byName({ targets }: Report, name: string): TargetReport {
  const found = targets.find((target) => target.name === name);
  if (found === undefined) throw new Error(`no report of ${name}`);
  return found;
}

function verdicts(report: Report, name: string): readonly (readonly [string, string])[] {
  return byName(report, name).results.map(({ id, verdict }) => [id, verdict] as const);
}

const NO_NETWORK: Http = {
  vault: { keep: (value) => new Secret(value), redact: (text) => text },
  send: () => Promise.reject(new Error('not asked')),
  fetch: () => () => Promise.reject(new Error('not asked')),
  exchanges: [],
  takeError: () => undefined,
};

const NOTHING_FOUND: Discovery = {
  answers: [],
  challenge: null,
  protectedResourceMetadata: null,
  protectedResourceTried: [],
  issuer: null,
  authorizationServers: [],
  authorizationServerMetadata: null,
  authorizationServerTried: [],
  resource: null,
  notes: [],
};

const TOKEN = {
  format: 'opaque',
  header: null,
  claims: null,
  aud: [],
  scp: [],
  roles: [],
  iss: null,
  sub: null,
  clientId: null,
  tenant: null,
  version: null,
  appOnly: null,
  issuedAt: null,
  notBefore: null,
  expiresAt: null,
  signature: 'unverified',
  signatureReason: null,
  remarks: [],
} as const;
