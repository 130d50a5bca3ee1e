import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { metricsFile } from '../../../src/commands/watch/metrics-file.ts';
import { metricsText } from '../../../src/commands/watch/metrics-text.ts';
import { createVault } from '../../../src/http/index.ts';
import { HOSTILE, hostileReport } from '../../reporters/hostile-report.ts';
import { exchange, report, result, STARTED, targetReport } from '../../reporters/report.ts';

const NOW = Date.parse(STARTED) + 60_000;

const broken = targetReport({
  name: 'weather',
  verdict: 'fail',
  exitCode: 1,
  durationMs: 1_250,
  flows: [],
  results: [
    result('endpoint/rejects-no-token', { verdict: 'fail', protocol: '2025-11-25' }),
    result('endpoint/rejects-no-token', { verdict: 'fail', protocol: '2026-07-28' }),
    result('browser/allows-preflight', { verdict: 'fail', expectedFailure: true }),
    result('token/audience-as-expected', { verdict: 'warn' }),
  ],
  exchanges: [
    exchange(1, { phase: 'discovery', durationMs: 20 }),
    exchange(2, { phase: 'registration', durationMs: 30 }),
    exchange(3, { phase: 'token', durationMs: 70 }),
    exchange(4, { phase: 'session', durationMs: 200 }),
    exchange(5, { phase: 'check', durationMs: 5 }),
    exchange(6, { phase: 'check', durationMs: 6 }),
  ],
});

const lines = async (...targets: readonly Parameters<typeof targetReport>[0][]) =>
  (await metricsText(report(targets.map((one) => targetReport(one))), NOW)).split('\n');

describe('metrics in the text format of Prometheus', () => {
  it('say of the run when it ended, how long it took, and what it came to', async () => {
    expect(await lines({}, broken)).toEqual(
      expect.arrayContaining([
        '# HELP mcp_authcheck_last_run_timestamp_seconds When the last run ended, Unix time.',
        '# TYPE mcp_authcheck_last_run_timestamp_seconds gauge',
        `mcp_authcheck_last_run_timestamp_seconds ${(Date.parse(STARTED) + 812) / 1000}`,
        'mcp_authcheck_last_run_duration_seconds 0.812',
        'mcp_authcheck_last_run_exit_code 1',
        'mcp_authcheck_build_info{version="0.1.0"} 1',
        'mcp_authcheck_targets{verdict="pass"} 1',
        'mcp_authcheck_targets{verdict="fail"} 1',
        'mcp_authcheck_targets{verdict="incomplete"} 0',
        'mcp_authcheck_results{verdict="warn"} 3',
      ]),
    );
  });

  it('say of a target its verdict and how long it and each of its steps took', async () => {
    expect(await lines({}, broken)).toEqual(
      expect.arrayContaining([
        'mcp_authcheck_target_up{target="calculator"} 1',
        'mcp_authcheck_target_up{target="weather"} 0',
        'mcp_authcheck_target_verdict{target="weather",verdict="pass"} 0',
        'mcp_authcheck_target_verdict{target="weather",verdict="fail"} 1',
        'mcp_authcheck_target_exit_code{target="weather"} 1',
        'mcp_authcheck_target_duration_seconds{target="weather"} 1.25',
        'mcp_authcheck_step_duration_seconds{target="weather",step="discovery"} 0.02',
        'mcp_authcheck_step_duration_seconds{target="weather",step="token"} 0.1',
        'mcp_authcheck_step_duration_seconds{target="weather",step="session"} 0.2',
        'mcp_authcheck_step_duration_seconds{target="weather",step="checks"} 0.011',
      ]),
    );
  });

  it('name the checks that fail, once each, and no others', async () => {
    const failed = (await lines({}, broken)).filter((line) => line.startsWith('mcp_authcheck_check_failed{'));
    expect(failed).toEqual([
      'mcp_authcheck_check_failed{target="weather",check="endpoint/rejects-no-token"} 1',
    ]);
  });

  it('say how long tokens live on, and nothing where nobody knows', async () => {
    const text = (await lines({})).filter((line) => line.startsWith('mcp_authcheck_token_'));
    expect(text).toContain(
      'mcp_authcheck_token_lifetime_left_seconds{target="calculator",flow="authorization_code"} 4410',
    );
    expect(text).toContain(
      `mcp_authcheck_token_expiry_timestamp_seconds{target="calculator",flow="authorization_code"} ${Date.parse('2026-11-23T10:14:30.000Z') / 1000}`,
    );
    expect((await lines(broken)).join('\n')).not.toContain('mcp_authcheck_token_');
  });

  it('are readable whatever servers and configurations say', async () => {
    const hostile = hostileReport();
    const [first] = hostile.targets;
    const named = { ...hostile, targets: first === undefined ? [] : [{ ...first, name: 'a"b\\c\nd' }] };
    const text = await metricsText(named, NOW);
    for (const line of text
      .trimEnd()
      .split('\n')
      .filter((one) => one !== '')) {
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) mcp_authcheck_\w+ .+|mcp_authcheck_\w+(?:\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)+\})? -?[\d.e+-]+)$/u,
      );
    }
    expect(text).toContain('target="a\\"b\\\\c\\nd"');
    expect(text).not.toContain(HOSTILE.slice(0, 40));
  });
});

describe('the metrics file', () => {
  let cwd: string;
  beforeEach(async () => {
    cwd = await mkdtemp(path.join(tmpdir(), 'authcheck-metrics-'));
  });
  afterEach(async () => {
    await rm(cwd, { recursive: true });
  });
  const io = () => ({ cwd, now: () => NOW, vault: createVault() });

  it('is replaced in one step, readable for the collector, with nothing left beside it', async () => {
    await writeFile(path.join(cwd, 'gate.prom'), 'old');
    const before = await stat(path.join(cwd, 'gate.prom'));
    const file = await metricsFile('gate.prom', io());
    expect(await readFile(path.join(cwd, 'gate.prom'), 'utf8')).toBe('old');
    await file.write(report([targetReport()]));
    expect(await readFile(path.join(cwd, 'gate.prom'), 'utf8')).toContain('mcp_authcheck_target_up');
    expect((await stat(path.join(cwd, 'gate.prom'))).ino).not.toBe(before.ino);
    expect((await stat(path.join(cwd, 'gate.prom'))).mode & 0o777).toBe(before.mode & 0o777);
    expect(await readdir(cwd)).toEqual(['gate.prom']);
  });

  it('holds no secret, be it in a name', async () => {
    const own = io();
    own.vault.keep('canary-secret-value');
    const file = await metricsFile('gate.prom', own);
    await file.write(report([targetReport({ name: 'canary-secret-value' })]));
    expect(await readFile(path.join(cwd, 'gate.prom'), 'utf8')).not.toContain('canary');
  });

  it('is refused before anything is sent where it cannot be written', async () => {
    await mkdir(path.join(cwd, 'folder'));
    for (const name of ['folder', 'missing/gate.prom', '/dev/null']) {
      await expect(metricsFile(name, io())).rejects.toMatchObject({
        code: 'usage.metrics_not_writable',
        exit: 2,
      });
    }
    expect(await readdir(cwd)).toEqual(['folder']);
  });

  it('says when writing fails in the end', async () => {
    await mkdir(path.join(cwd, 'gone'));
    const file = await metricsFile('gone/gate.prom', io());
    await rm(path.join(cwd, 'gone'), { recursive: true });
    await expect(file.write(report([targetReport()]))).rejects.toMatchObject({
      code: 'report.metrics_not_writable',
      exit: 9,
    });
  });
});
