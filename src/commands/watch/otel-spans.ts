import type { Context } from '@opentelemetry/api';
import type { Resource } from '@opentelemetry/resources';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import type { TraceContext } from '../../http/index.ts';
import type { Exchange, Report, TargetReport } from '../../types.ts';
import { VERSION } from '../../version.ts';
import { STEP_OF, type Step } from './measures.ts';
import { cleaned, type Redact } from './otel-resource.ts';
import { exchangeShape, runShape, type Shape, stepShape, targetShape } from './otel-shapes.ts';

/** More would not leave within the time there is. */
const MOST_SPANS = 20_000;

export interface Spans {
  readonly spans: readonly ReadableSpan[];
  /** Exchanges that have no span because there were too many. */
  readonly leftOut: number;
}

/**
 * The run as spans, made when it is over: run → target → step → exchange. An exchange has the span id that its
 * endpoint was told, so that the server's own spans hang below it. Targets that fail come first, in case there are
 * too many. What is sent is cleaned by `redact`.
 * Names and attributes: https://opentelemetry.io/docs/specs/semconv/http/http-spans/ (client spans).
 */
export async function spansOf(
  report: Report,
  trace: TraceContext,
  resource: Resource,
  redact: Redact,
): Promise<Spans> {
  const api = await import('@opentelemetry/api');
  const sdk = await import('@opentelemetry/sdk-trace-base');
  const spans: ReadableSpan[] = [];
  const random = new sdk.RandomIdGenerator();
  let toldId: string | undefined;
  const provider = new sdk.BasicTracerProvider({
    resource,
    // What endpoints were told, sampled or not, was decided when the run began.
    sampler: new sdk.ParentBasedSampler({ root: new sdk.AlwaysOnSampler() }),
    idGenerator: {
      generateTraceId: () => trace.traceId,
      generateSpanId: () => toldId ?? random.generateSpanId(),
    },
    spanProcessors: [
      {
        onStart: () => undefined,
        onEnd: (span) => spans.push(span),
        forceFlush: () => Promise.resolve(),
        shutdown: () => Promise.resolve(),
      },
    ],
  });
  const tracer = provider.getTracer('mcp-authcheck', VERSION);

  const put = (name: string, parent: Context, span: Shape): Context => {
    toldId = span.id;
    const options = { kind: span.kind ?? api.SpanKind.INTERNAL, startTime: span.from };
    const made = tracer.startSpan(
      redact(name),
      { ...options, attributes: cleaned(span.attributes, redact) },
      parent,
    );
    toldId = undefined;
    for (const event of span.events ?? [])
      made.addEvent(event.name, cleaned(event.attributes, redact), span.to);
    if (span.error !== undefined)
      made.setStatus({ code: api.SpanStatusCode.ERROR, message: redact(span.error) });
    made.end(span.to);
    return api.trace.setSpan(parent, made);
  };

  const above =
    trace.parentSpanId === undefined
      ? api.ROOT_CONTEXT
      : api.trace.setSpanContext(api.ROOT_CONTEXT, {
          traceId: trace.traceId,
          spanId: trace.parentSpanId,
          traceFlags: trace.sampled ? api.TraceFlags.SAMPLED : api.TraceFlags.NONE,
          isRemote: true,
        });
  const run = put('mcp-authcheck verify', above, runShape(report));
  const used = new Set<string>();
  let leftOut = 0;
  for (const target of [...report.targets].sort(failingFirst)) {
    const atTarget = put('verify target', run, targetShape(target));
    const blamed = new Set(
      target.results.flatMap(({ verdict, exchanges }) => (verdict === 'fail' ? exchanges : [])),
    );
    for (const [step, exchanges] of byStep(target.exchanges)) {
      const atStep = put(step, atTarget, stepShape(exchanges));
      for (const exchange of exchanges) {
        if (spans.length >= MOST_SPANS) {
          leftOut += 1;
          continue;
        }
        const id = spanIdOf(exchange, trace, used);
        const shape = exchangeShape(exchange, blamed.has(exchange.n));
        put(exchange.method, atStep, {
          ...shape,
          kind: api.SpanKind.CLIENT,
          ...(id === undefined ? {} : { id }),
        });
      }
    }
  }
  return { spans, leftOut };
}

/** The id that was sent, unless it is another trace's or was used before: a header of the user's own. */
function spanIdOf({ traceparent }: Exchange, trace: TraceContext, used: Set<string>): string | undefined {
  const [, traceId, spanId] = traceparent?.split('-') ?? [];
  if (spanId === undefined || traceId !== trace.traceId || used.has(spanId)) return undefined;
  used.add(spanId);
  return spanId;
}

function byStep(exchanges: readonly Exchange[]): ReadonlyMap<Step, readonly Exchange[]> {
  const steps = new Map<Step, Exchange[]>();
  for (const exchange of exchanges) {
    const step = STEP_OF[exchange.phase];
    const own = steps.get(step);
    if (own === undefined) steps.set(step, [exchange]);
    else own.push(exchange);
  }
  return steps;
}

function failingFirst(one: TargetReport, other: TargetReport): number {
  return Number(one.verdict === 'pass') - Number(other.verdict === 'pass');
}
