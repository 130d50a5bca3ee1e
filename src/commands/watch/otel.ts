import { collectorAgents } from '../../http/collector-agent.ts';
import type { TraceContext } from '../../http/index.ts';
import type { Report } from '../../types.ts';
import type { Io } from '../io.ts';
import { exportMetrics, exportSpans } from './otel-exporters.ts';
import { metricsOf } from './otel-metrics.ts';
import { type Redact, resourceOf } from './otel-resource.ts';
import { type Destination, otelSettings } from './otel-settings.ts';
import { spansOf } from './otel-spans.ts';

/** How long one run's telemetry may take to leave. */
const FLUSH_MS = 5_000;

export interface Telemetry {
  /**
   * Sends one run, within five seconds. What did not arrive is said in a line on stderr and changes nothing else: it never
   * rejects.
   */
  readonly send: (report: Report, trace: TraceContext) => Promise<void>;
}

/**
 * `--otel`: metrics and traces by OTLP over HTTP, as the standard variables say; `flushMs` is for tests. undefined:
 * OTEL_SDK_DISABLED.
 * @throws UsageError `usage.otel`
 */
export async function openTelemetry(
  io: Pick<Io, 'environment' | 'vault' | 'cwd' | 'now' | 'err'>,
  flushMs: number = FLUSH_MS,
): Promise<Telemetry | undefined> {
  const settings = await otelSettings(io);
  if (settings === undefined) return undefined;
  const redact: Redact = (text) => io.vault.redact(text);

  const send = async (signal: 'traces' | 'metrics', report: Report, trace: TraceContext): Promise<void> => {
    const to = settings[signal];
    if (to === undefined) return;
    const agents = collectorAgents(to.tls);
    const until = performance.now() + flushMs;
    const left = (): number => Math.max(1, Math.round(until - performance.now()));
    try {
      const resource = await resourceOf(settings.resource, redact);
      if (signal === 'metrics') {
        await exportMetrics(await metricsOf(report, io.now(), resource, redact), to, agents, left);
        return;
      }
      const { spans, leftOut } = await spansOf(report, trace, resource, redact);
      await exportSpans(spans, to, agents, left);
      if (leftOut > 0) io.err(`warning: OpenTelemetry: ${leftOut} of the exchanges have no span.\n`);
    } catch (error) {
      io.err(`warning: OpenTelemetry: ${signal} did not reach ${placeOf(to)}: ${reasonOf(error)}.\n`);
    } finally {
      agents.destroy();
    }
  };

  return {
    send: async (report, trace) => {
      await Promise.all([send('traces', report, trace), send('metrics', report, trace)]);
    },
  };
}

/** Some vendors want the key in the path. */
function placeOf({ url }: Destination): string {
  return new URL(url).origin;
}

/** A status or a code of Node. What the collector wrote is not repeated. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'an unknown error';
  const code = 'code' in error ? error.code : undefined;
  if (typeof code === 'number') return `status ${code}`;
  return typeof code === 'string' ? code : error.message.slice(0, 80);
}
