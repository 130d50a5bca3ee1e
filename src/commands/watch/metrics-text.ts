import type { Report } from '../../types.ts';
import { type Measure, measuresOf } from './measures.ts';

/**
 * The run in Prometheus's text format 0.0.4, for node_exporter's textfile collector
 * (https://prometheus.io/docs/instrumenting/exposition_formats/). Metrics without a value are left out.
 * @param now milliseconds since the epoch
 */
export async function metricsText(report: Report, now: number): Promise<string> {
  const { Gauge, Registry } = (await import('prom-client')).default;
  const registry = new Registry();
  for (const measure of measuresOf(report, now)) {
    const [first] = measure.samples;
    if (first === undefined) continue;
    const gauge = new Gauge({
      name: prometheusName(measure),
      help: measure.help,
      labelNames: Object.keys(first.labels),
      registers: [registry],
    });
    for (const { labels, value } of measure.samples) gauge.set(labels, value);
  }
  return await registry.metrics();
}

/** Dots become underscores, and the unit stands last: `mcp_authcheck_target_duration_seconds`. */
export function prometheusName({ name, unit }: Pick<Measure, 'name' | 'unit'>): string {
  return `${name.replaceAll('.', '_')}${unit === 's' ? '_seconds' : ''}`;
}
