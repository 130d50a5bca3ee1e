import type { Resource } from '@opentelemetry/resources';
import type { ResourceMetrics } from '@opentelemetry/sdk-metrics';
import type { Report } from '../../types.ts';
import { VERSION } from '../../version.ts';
import { measuresOf } from './measures.ts';
import type { Redact } from './otel-resource.ts';

/**
 * The run's numbers as OpenTelemetry gauges, collected once by its SDK.
 * @param now milliseconds since the epoch
 */
export async function metricsOf(
  report: Report,
  now: number,
  resource: Resource,
  redact: Redact,
): Promise<ResourceMetrics> {
  const sdk = await import('@opentelemetry/sdk-metrics');
  /** Collects when it is asked; there is nothing to flush. */
  class OnDemand extends sdk.MetricReader {
    protected override onForceFlush(): Promise<void> {
      return Promise.resolve();
    }
    protected override onShutdown(): Promise<void> {
      return Promise.resolve();
    }
  }
  // The SDK's own limit of 2,000 series for a metric is less than a fleet has.
  const reader = new OnDemand({ cardinalitySelector: () => 1_000_000 });
  const provider = new sdk.MeterProvider({ resource, readers: [reader] });
  const meter = provider.getMeter('mcp-authcheck', VERSION);
  for (const { name, help, unit, samples } of measuresOf(report, now)) {
    if (samples.length === 0) continue;
    const gauge = meter.createGauge(name, { description: help, unit });
    for (const { labels, value } of samples) {
      const clean = Object.entries(labels).map(([label, text]) => [label, redact(text)]);
      gauge.record(value, Object.fromEntries(clean) as typeof labels);
    }
  }
  const { resourceMetrics } = await reader.collect();
  await provider.shutdown();
  return resourceMetrics;
}
