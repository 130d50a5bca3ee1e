import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { CollectorAgents } from '../../http/collector-agent.ts';
import type { Destination } from './otel-settings.ts';

/** Milliseconds that are left. */
type Left = () => number;

/** Sends spans, in parts that a collector takes. Rejects with what the exporter says, or when time is up. */
export async function exportSpans(
  spans: readonly ReadableSpan[],
  to: Destination,
  agents: CollectorAgents,
  left: Left,
): Promise<void> {
  const { OTLPTraceExporter } =
    to.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-trace-otlp-http')
      : await import('@opentelemetry/exporter-trace-otlp-proto');
  const exporter = new OTLPTraceExporter(configOf(to, agents, left));
  for (let from = 0; from < spans.length; from += SPANS_PER_REQUEST) {
    const part = spans.slice(from, from + SPANS_PER_REQUEST);
    await within(left(), (done) => exporter.export(part, done));
  }
}

export async function exportMetrics(
  metrics: ResourceMetrics,
  to: Destination,
  agents: CollectorAgents,
  left: Left,
): Promise<void> {
  const { OTLPMetricExporter } =
    to.protocol === 'http/json'
      ? await import('@opentelemetry/exporter-metrics-otlp-http')
      : await import('@opentelemetry/exporter-metrics-otlp-proto');
  const exporter = new OTLPMetricExporter(configOf(to, agents, left));
  await within(left(), (done) => exporter.export(metrics, done));
}

interface ExportOutcome {
  readonly code: number;
  readonly error?: Error;
}

/** The exporter's own deadline counts from the last byte that came, and its attempts together may take longer. */
async function within(
  milliseconds: number,
  start: (done: (outcome: ExportOutcome) => void) => void,
): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no answer in time')), milliseconds);
    start(({ code, error }) => {
      clearTimeout(timer);
      if (code === SUCCESS) resolve();
      else reject(error ?? new Error('refused'));
    });
  });
}

function configOf(
  { url, headers }: Destination,
  agents: CollectorAgents,
  left: Left,
): {
  url: string;
  headers: Record<string, string>;
  timeoutMillis: number;
  httpAgentOptions: CollectorAgents['agentFor'];
} {
  return { url, headers: { ...headers }, timeoutMillis: left(), httpAgentOptions: agents.agentFor };
}

const SPANS_PER_REQUEST = 1_000;
/** `ExportResultCode.SUCCESS`. */
const SUCCESS = 0;
