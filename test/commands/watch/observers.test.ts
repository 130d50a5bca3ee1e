import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openObservers } from '../../../src/commands/watch/observers.ts';
import { createVault } from '../../../src/http/index.ts';
import { report, targetReport } from '../../reporters/report.ts';
import { type Collector, spansIn, startCollector } from './collector.ts';

const TRACEPARENT = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';

let cwd: string;
let collector: Collector;
beforeEach(async () => {
  cwd = await mkdtemp(path.join(tmpdir(), 'authcheck-observers-'));
  collector = await startCollector();
});
afterEach(async () => {
  await rm(cwd, { recursive: true });
  await collector.close();
});

const io = (environment: Readonly<Record<string, string>> = {}) => ({
  environment: {
    OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
    ...environment,
  },
  cwd,
  vault: createVault(),
  now: Date.now,
  err: (text: string) => expect(text).toBe(''),
});

const run = report([targetReport()]);

describe('who is told of a run', () => {
  it('is nobody by default: no trace, no file, nothing sent', async () => {
    const observers = await openObservers(io(), {});
    observers.begin();
    expect(observers.traceContext()).toBeUndefined();
    expect(observers.mark(run)).toBe(run);
    await observers.tell(run);
    expect(collector.received).toEqual([]);
  });

  it('is the collector with --otel, of each run under a trace of its own that the report names', async () => {
    const observers = await openObservers(io(), { otel: true });
    const ids: (string | undefined)[] = [];
    for (let n = 0; n < 2; n += 1) {
      observers.begin();
      const marked = observers.mark(run);
      expect(marked.traceId).toBe(observers.traceContext()?.traceId);
      ids.push(marked.traceId);
      await observers.tell(marked);
    }
    const traces = collector.received.filter((one) => one.path === '/v1/traces');
    expect(traces.map((one) => spansIn(one)[0]?.traceId)).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
  });

  it('are the endpoints where TRACEPARENT names a trace, without a collector', async () => {
    const observers = await openObservers(io({ TRACEPARENT }), {});
    observers.begin();
    observers.begin();
    expect(observers.traceContext()?.traceId).toBe('4bf92f3577b34da6a3ce929d0e0e4736');
    await observers.tell(observers.mark(run));
    expect(collector.received).toEqual([]);
  });

  it('is the file, which a collector that is away does not hold up', async () => {
    const said: string[] = [];
    const away = {
      ...io({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1' }),
      err: (text: string) => said.push(text),
    };
    const observers = await openObservers(away, { otel: true, metricsFile: 'gate.prom' });
    observers.begin();
    await observers.tell(observers.mark(run));
    expect(await readFile(path.join(cwd, 'gate.prom'), 'utf8')).toContain('mcp_authcheck_target_up');
    expect(said).toHaveLength(2);
  });
});
