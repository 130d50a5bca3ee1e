import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openTelemetry } from '../../../src/commands/watch/otel.ts';
import { createVault, newTraceContext, traceContextFrom } from '../../../src/http/index.ts';
import { exchange, report, result, STARTED, targetReport } from '../../reporters/report.ts';
import {
  attribute,
  type Collector,
  fieldsAt,
  metricsIn,
  type Span,
  spansIn,
  startCollector,
} from './collector.ts';

const NOW = Date.parse(STARTED) + 60_000;
const TRACE = '4bf92f3577b34da6a3ce929d0e0e4736';
const ABOVE = '00f067aa0ba902b7';
const TOLD = 'a1a1a1a1a1a1a1a1';
const CANARY = 'canary-api-key-value';

let collector: Collector;
beforeEach(async () => {
  collector = await startCollector();
});
afterEach(async () => {
  await collector.close();
});

const failing = targetReport({
  name: 'weather',
  url: 'http://127.0.0.1:41234/mcp?code=canary-query',
  verdict: 'fail',
  exitCode: 1,
  results: [
    result('endpoint/rejects-no-token', { verdict: 'fail', exchanges: [3], message: `Let ${CANARY} in.` }),
  ],
  exchanges: [
    exchange(1, { phase: 'discovery', status: 401, traceparent: `00-${TRACE}-${TOLD}-01` }),
    exchange(2, {
      phase: 'token',
      status: null,
      error: 'timeout.headers',
      url: 'https://login.example.com/token',
    }),
    exchange(3, { phase: 'check', status: 200, durationMs: 9 }),
    exchange(4, { phase: 'check', status: 401 }),
  ],
});
const trace = { traceId: TRACE, parentSpanId: ABOVE, sampled: true };

async function sent(
  environment: Readonly<Record<string, string>> = {},
  { flushMs, context = trace }: { readonly flushMs?: number; readonly context?: typeof trace } = {},
) {
  const said: string[] = [];
  const vault = createVault();
  const io = {
    environment: {
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.origin,
      OTEL_EXPORTER_OTLP_PROTOCOL: 'http/json',
      OTEL_EXPORTER_OTLP_HEADERS: `x-key=${CANARY},authorization=Bearer%20canary-bearer-value`,
      ...environment,
    },
    vault,
    cwd: process.cwd(),
    now: () => NOW,
    err: (text: string) => said.push(vault.redact(text)),
  };
  const telemetry = await openTelemetry(io, flushMs);
  await telemetry?.send(report([targetReport(), failing]), context);
  const at = (path: string) => collector.received.find((one) => one.path === path);
  return { telemetry, said, vault, traces: at('/v1/traces'), metrics: at('/v1/metrics') };
}

const named = (spans: readonly Span[], name: string) => spans.filter((span) => span.name === name);

describe('the spans of a run', () => {
  it('hang together: run, targets, steps, exchanges, below whoever began the trace', async () => {
    const spans = spansIn((await sent()).traces);
    expect(new Set(spans.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]));
    const [run] = named(spans, 'mcp-authcheck verify');
    expect(run?.parentSpanId).toBe(ABOVE);
    const [weather] = named(spans, 'verify target');
    expect(attribute(weather, 'mcp_authcheck.target')).toBe('weather');
    expect(weather?.parentSpanId).toBe(run?.spanId);
    const steps = spans.filter(({ parentSpanId }) => parentSpanId === weather?.spanId);
    expect(steps.map(({ name }) => name)).toEqual(['discovery', 'token', 'checks']);
    const checks = spans.filter(({ parentSpanId }) => parentSpanId === steps[2]?.spanId);
    expect(checks.map((span) => attribute(span, 'mcp_authcheck.exchange'))).toEqual([3, 4]);
    expect(new Set(spans.map(({ spanId }) => spanId)).size).toBe(spans.length);
  });

  it('have the id that the endpoint was told', async () => {
    const spans = spansIn((await sent()).traces);
    const [asked] = spans.filter(({ spanId }) => spanId === TOLD);
    expect(asked).toMatchObject({ name: 'POST', kind: 3, traceId: TRACE });
    expect(attribute(asked, 'url.full')).toBe('http://127.0.0.1:41234/mcp');
    expect(attribute(asked, 'http.request.method')).toBe('POST');
    expect(attribute(asked, 'http.response.status_code')).toBe(401);
    expect(attribute(asked, 'server.port')).toBe(41_234);
    expect(BigInt(asked?.startTimeUnixNano ?? 0)).toBe(BigInt(Date.parse(STARTED)) * 1_000_000n);
    expect(BigInt(asked?.endTimeUnixNano ?? 0)).toBe(BigInt(Date.parse(STARTED) + 3) * 1_000_000n);
  });

  it('are errors where something failed, not where a refusal was right', async () => {
    const spans = spansIn((await sent()).traces);
    const weather = spans.find((span) => attribute(span, 'mcp_authcheck.target') === 'weather');
    const steps = spans.filter((span) => span.parentSpanId === weather?.spanId).map(({ spanId }) => spanId);
    const exchanges = spans.filter(({ parentSpanId }) => steps.includes(parentSpanId ?? ''));
    const statusOf = (n: number) =>
      exchanges.find((span) => attribute(span, 'mcp_authcheck.exchange') === n)?.status.code;
    expect([1, 2, 3, 4].map(statusOf)).toEqual([0, 2, 2, 0]);
    expect(weather?.status.code).toBe(2);
    expect(weather?.events?.map(({ name }) => name)).toEqual(['mcp_authcheck.check.failed']);
    const timedOut = exchanges.find((span) => attribute(span, 'error.type') === 'timeout.headers');
    expect(attribute(timedOut, 'server.address')).toBe('login.example.com');
  });

  it('of a trace that nobody keeps are not sent', async () => {
    const unsampled = traceContextFrom({ TRACEPARENT: `00-${TRACE}-${ABOVE}-00` });
    const { traces, metrics, said } = await sent({}, { context: unsampled as typeof trace });
    expect([traces, said]).toEqual([undefined, []]);
    expect(metrics).toBeDefined();
  });

  it('begin a trace of their own without one above', async () => {
    const own = newTraceContext();
    const spans = spansIn((await sent({}, { context: own as typeof trace })).traces);
    const [run] = named(spans, 'mcp-authcheck verify');
    expect(run).toMatchObject({ traceId: own.traceId });
    expect(run?.parentSpanId ?? '').toBe('');
  });
});

describe('the metrics of a run', () => {
  it('are gauges with units and labels', async () => {
    const metrics = metricsIn((await sent()).metrics);
    const up = metrics.get('mcp_authcheck.target.up')?.gauge.dataPoints ?? [];
    expect(up.map((point) => [attribute(point, 'target'), point.asDouble ?? point.asInt])).toEqual([
      ['calculator', 1],
      ['weather', 0],
    ]);
    expect(metrics.get('mcp_authcheck.last_run.duration')).toMatchObject({
      unit: 's',
      gauge: { dataPoints: [{ asDouble: 0.812 }] },
    });
    expect(metrics.get('mcp_authcheck.check.failed')?.gauge.dataPoints).toHaveLength(1);
  });
});

describe('the standard variables', () => {
  it('make protobuf the default', async () => {
    const { traces, metrics } = await sent({ OTEL_EXPORTER_OTLP_PROTOCOL: '' });
    expect(traces?.headers['content-type']).toBe('application/x-protobuf');
    const body = traces?.body ?? Buffer.alloc(0);
    const ids = fieldsAt(body, [1, 2, 2, 1]).map((id) => id.toString('hex'));
    expect(new Set(ids)).toEqual(new Set([TRACE]));
    expect(fieldsAt(body, [1, 2, 2, 2]).map((id) => id.toString('hex'))).toContain(TOLD);
    expect(fieldsAt(body, [1, 2, 2, 5]).map(String)).toContain('mcp-authcheck verify');
    expect(metrics?.headers['content-type']).toBe('application/x-protobuf');
    const names = fieldsAt(metrics?.body ?? Buffer.alloc(0), [1, 2, 2, 1]).map(String);
    expect(names).toContain('mcp_authcheck.target.up');
  });

  it('name who sends, with which headers', async () => {
    const { traces } = await sent({
      OTEL_SERVICE_NAME: 'gate',
      OTEL_RESOURCE_ATTRIBUTES: 'deployment.environment.name=pre%20prod,service.name=not-this',
    });
    expect(traces?.headers).toMatchObject({ 'x-key': CANARY, authorization: 'Bearer canary-bearer-value' });
    const { resourceSpans } = JSON.parse(String(traces?.body)) as {
      resourceSpans: { resource: Pick<Span, 'attributes'> }[];
    };
    const resource = resourceSpans[0]?.resource;
    expect(attribute(resource, 'service.name')).toBe('gate');
    expect(attribute(resource, 'deployment.environment.name')).toBe('pre prod');
  });

  it('of a signal go before the general ones, and its endpoint is used as it is', async () => {
    await sent({
      OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${collector.origin}/otlp/t`,
      OTEL_EXPORTER_OTLP_METRICS_PROTOCOL: 'http/protobuf',
    });
    const types = collector.received.map(({ path, headers }) => [path, headers['content-type']]);
    expect(types).toHaveLength(2);
    expect(types).toEqual(
      expect.arrayContaining([
        ['/otlp/t', 'application/json'],
        ['/v1/metrics', 'application/x-protobuf'],
      ]),
    );
  });

  it('switch signals off, or everything', async () => {
    const { traces, metrics } = await sent({ OTEL_METRICS_EXPORTER: 'none' });
    expect([traces !== undefined, metrics]).toEqual([true, undefined]);
    expect(await openTelemetryWith({ OTEL_SDK_DISABLED: 'true' })).toBeUndefined();
  });

  it.each([
    [
      { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
      /OTEL_EXPORTER_OTLP_PROTOCOL is "grpc"; http\/protobuf and http\/json/,
    ],
    [{ OTEL_TRACES_EXPORTER: 'zipkin' }, /OTEL_TRACES_EXPORTER is "zipkin"; otlp and none/],
    [
      { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
      /OTEL_EXPORTER_OTLP_ENDPOINT expects an http or https URL/,
    ],
    [
      { OTEL_EXPORTER_OTLP_HEADERS: `ok=1,${CANARY}` },
      /OTEL_EXPORTER_OTLP_HEADERS expects.*; member 2 is not so/,
    ],
    [{ OTEL_RESOURCE_ATTRIBUTES: 'a=%zz' }, /OTEL_RESOURCE_ATTRIBUTES expects.*; member 1/],
    [{ OTEL_EXPORTER_OTLP_CERTIFICATE: '/nowhere/ca.pem' }, /CERTIFICATE names \/nowhere\/ca\.pem/],
  ])('are refused before anything is sent: %j', async (environment, message) => {
    const refused = await openTelemetryWith(environment).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'usage.otel', exit: 2, message: expect.stringMatching(message) });
    expect(JSON.stringify(refused)).not.toContain(CANARY);
  });
});

const openTelemetryWith = (environment: Readonly<Record<string, string>>) =>
  openTelemetry({ environment, vault: createVault(), cwd: '/', now: () => NOW, err: () => undefined });

describe('what leaves', () => {
  it('has no secret in it, and keys are covered from then on', async () => {
    const { traces, metrics, vault } = await sent();
    expect(String(traces?.body)).not.toContain('canary');
    expect(String(metrics?.body)).not.toContain('canary');
    expect(vault.redact(`${CANARY} canary-bearer-value`)).not.toContain('canary');
  });
});

describe('a collector that does not take it', () => {
  it('is one line for each signal, without what it wrote, and nothing is thrown', async () => {
    collector.answer = (response) => {
      response.statusCode = 403;
      response.end(`no: ${CANARY}`);
    };
    expect((await sent()).said.sort()).toEqual([
      `warning: OpenTelemetry: metrics did not reach ${collector.origin}: status 403.\n`,
      `warning: OpenTelemetry: traces did not reach ${collector.origin}: status 403.\n`,
    ]);
  });

  it('is waited for no longer than there is time, also when it never ends its answer', async () => {
    const timers: NodeJS.Timeout[] = [];
    collector.answer = (response) => {
      response.writeHead(200);
      timers.push(setInterval(() => response.write(' '), 20));
      response.on('close', () => timers.forEach(clearInterval));
    };
    const begun = performance.now();
    const { said } = await sent({}, { flushMs: 400 });
    expect(performance.now() - begun).toBeLessThan(4_000);
    expect(said).toHaveLength(2);
    expect(said[0]).toMatch(/did not reach .*: no answer in time\.\n$/);
  });

  it('is none at all', async () => {
    const port = await new Promise<number>((resolve) => {
      const server = createServer().listen(0, '127.0.0.1', () => {
        const address = server.address();
        server.close(() => resolve(typeof address === 'object' ? (address?.port ?? 1) : 1));
      });
    });
    const { said } = await sent(
      { OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` },
      { flushMs: 300 },
    );
    expect(said.join('')).toContain('ECONNREFUSED');
  });
});
