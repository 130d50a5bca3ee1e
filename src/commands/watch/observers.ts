import { newTraceContext, type TraceContext, traceContextFrom } from '../../http/index.ts';
import type { Report } from '../../types.ts';
import type { Io } from '../io.ts';
import { metricsFile } from './metrics-file.ts';
import { openTelemetry } from './otel.ts';

export interface ObserverFlags {
  readonly metricsFile?: string;
  readonly otel?: boolean;
}

/** Whoever wants to know of every run besides the person: a metrics file, a collector, the endpoints' own traces. */
export interface Observers {
  /** For `createNetwork`: the trace that endpoints are told in the run that goes on. */
  readonly traceContext: () => TraceContext | undefined;
  /** A run begins: with `--otel` a trace of its own, unless TRACEPARENT names the one above it. */
  readonly begin: () => void;
  /** The report with the trace's id, where there is one. */
  readonly mark: (report: Report) => Report;
  /** Writes and sends it. @throws RunError `report.metrics_not_writable` */
  readonly tell: (report: Report) => Promise<void>;
}

/**
 * Endpoints are told a trace (`traceparent`) with `--otel` and where TRACEPARENT names one; otherwise nothing unusual
 * is sent.
 * @throws UsageError `usage.metrics_not_writable`, `usage.otel`: before anything is sent
 */
export async function openObservers(
  io: Pick<Io, 'environment' | 'vault' | 'cwd' | 'now' | 'err'>,
  flags: ObserverFlags,
): Promise<Observers> {
  const metrics = flags.metricsFile === undefined ? undefined : await metricsFile(flags.metricsFile, io);
  const telemetry = flags.otel === true ? await openTelemetry(io) : undefined;
  const above = traceContextFrom(io.environment);
  const next = (): TraceContext | undefined =>
    above ?? (telemetry === undefined ? undefined : newTraceContext());
  let trace = next();
  let isFresh = true;
  return {
    traceContext: () => trace,
    begin: () => {
      if (!isFresh) trace = next();
      isFresh = false;
    },
    mark: (report) => (trace === undefined ? report : { ...report, traceId: trace.traceId }),
    tell: async (report) => {
      const sending = trace === undefined ? undefined : telemetry?.send(report, trace);
      try {
        await metrics?.write(report);
      } finally {
        await sending;
      }
    },
  };
}
