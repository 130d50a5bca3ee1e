import { randomBytes } from 'node:crypto';
import type { HeaderList, Phase, Purpose } from '../types.ts';
import { valuesOf } from './headers.ts';

/** The trace that a run's requests belong to (W3C Trace Context, https://www.w3.org/TR/trace-context/). */
export interface TraceContext {
  /** 32 lower-case hexadecimal digits. */
  readonly traceId: string;
  /** 16 digits: the span that started us, where TRACEPARENT names one. */
  readonly parentSpanId?: string;
  /** Whether whoever began the trace keeps it. */
  readonly sampled: boolean;
  /** `tracestate` of whoever began the trace, passed on as it is. */
  readonly state?: string;
}

/** A trace of our own, with nothing above it. */
export function newTraceContext(): TraceContext {
  return { traceId: randomId(16), sampled: true };
}

/** 16 lower-case hexadecimal digits, never all zero. */
export function newSpanId(): string {
  return randomId(8);
}

/**
 * The trace that TRACEPARENT and TRACESTATE continue, the variables in which CI systems and `otel-cli` hand a trace
 * to a program. undefined: there is none, or it is not readable, which a receiver must treat alike (§3.2.2.3).
 */
export function traceContextFrom(
  environment: Readonly<Record<string, string | undefined>>,
): TraceContext | undefined {
  const { TRACEPARENT: parent = '', TRACESTATE: state = '' } = environment;
  const [, version, traceId, parentSpanId, flags, more] = TRACEPARENT_FORM.exec(parent.trim()) ?? [];
  if (version === undefined || traceId === undefined || parentSpanId === undefined) return undefined;
  if (version === 'ff' || (version === '00' && more !== undefined)) return undefined;
  if (/^0+$/.test(traceId) || /^0+$/.test(parentSpanId)) return undefined;
  return {
    traceId,
    parentSpanId,
    sampled: (Number.parseInt(flags ?? '0', 16) & 1) === 1,
    ...(TRACESTATE_FORM.test(state) ? { state } : {}),
  };
}

/**
 * What goes along with a request of the road to the endpoint, each with a span id of its own; nothing for others.
 * Requests of checks stay as their check writes them, and so do those that name a trace already.
 */
export function traceHeaders(
  request: { readonly purpose: Purpose; readonly phase: Phase; readonly headers: HeaderList },
  toEndpoint: boolean,
  context: TraceContext | undefined,
): HeaderList {
  if (context === undefined || !toEndpoint || request.phase === 'check') return [];
  if (request.purpose === 'credential' || valuesOf(request.headers, 'traceparent').length > 0) return [];
  const { traceId, sampled, state } = context;
  return [
    ['traceparent', `00-${traceId}-${newSpanId()}-${sampled ? '01' : '00'}`],
    ...(state === undefined ? [] : [['tracestate', state] as const]),
  ];
}

/** Under which ids others have this request in their logs: sent along as headers, or by msal-node in the URL. */
export function sentIds(
  headers: HeaderList,
  url: URL,
): { readonly traceparent?: string; readonly clientRequestId?: string } {
  const [traceparent] = valuesOf(headers, 'traceparent');
  const id = valuesOf(headers, CLIENT_REQUEST_ID)[0] ?? url.searchParams.get(CLIENT_REQUEST_ID) ?? undefined;
  return {
    ...(traceparent === undefined || !TRACEPARENT_FORM.test(traceparent) ? {} : { traceparent }),
    ...(id === undefined || !GUID.test(id) ? {} : { clientRequestId: id }),
  };
}

function randomId(bytes: number): string {
  const id = randomBytes(bytes).toString('hex');
  return /^0+$/.test(id) ? randomId(bytes) : id;
}

const TRACEPARENT_FORM = /^([0-9a-f]{2})-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})(-[!-~]{0,200})?$/;
/** Printable, and as long as the recommendation says that it has to be passed on (§3.3.1.5). */
const TRACESTATE_FORM = /^[ -~]{1,512}$/;
const CLIENT_REQUEST_ID = 'client-request-id';
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
