import { setImmediate } from 'node:timers/promises';
import type { Dispatcher } from 'undici';
import type { ErrorOptions, NetworkError } from '../errors.ts';
import type { HeaderList, Phase } from '../types.ts';
import { Clock } from './clock.ts';
import { decode } from './decode.ts';
import { EventStreamMeter, isEventStream } from './event-stream.ts';
import { diagnose, Failure, type Situation, toNetworkError } from './failures.ts';
import { valuesOf } from './headers.ts';
import type { Limits } from './limits.ts';
import type { Entry, Recorder } from './recorder.ts';
import { exchangeOnWire, type WireResponse } from './wire.ts';

/** Everything one exchange needs that is not in the request itself. */
export interface Road {
  readonly target: string;
  readonly limits: Limits;
  readonly recorder: Recorder;
  readonly dispatcher: Dispatcher;
  readonly stageOf: (origin: string) => 'tcp' | 'tls';
  readonly spend: (bytes: number) => void;
  /** Told every error, because libraries swallow those of a stream. */
  readonly note: (error: Error) => void;
}

export interface Order {
  readonly url: URL;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: string | undefined;
  readonly phase: Phase;
  readonly timeoutMs: number;
  /** Cap on decoded bytes of a body that is not an event stream. */
  readonly maxBytes: number;
  readonly firstEventOnly: boolean;
  /** The exchange ends with whoever sent it, and with its target. */
  readonly signals: readonly AbortSignal[];
}

export interface Answer {
  readonly status: number;
  readonly headers: HeaderList;
  readonly n: number;
  /** The decoded body; ending the iteration early closes the socket. Throws NetworkError. */
  readonly body: AsyncGenerator<Uint8Array>;
  /** Gives the body up, and with a reason says that the answer was not acceptable. */
  readonly discard: (reason?: Failure) => Promise<NetworkError | undefined>;
}

/** One request and its answer under one deadline, recorded. Throws NetworkError, or the signal's own reason. */
export async function perform(road: Road, order: Order): Promise<Answer> {
  const entry = road.recorder.begin(order);
  const clock = new Clock(road, order);
  const fail = (error: unknown): unknown => {
    clock.stop();
    const over = order.signals.find(({ aborted }) => aborted);
    if (over !== undefined) {
      entry.ended();
      return over.reason;
    }
    const problem = diagnose(error, situation(order, clock));
    entry.ended(problem.code);
    const options: ErrorOptions = { target: road.target, phase: order.phase, exchanges: [entry.n] };
    const failure = toNetworkError(error, problem, options);
    road.note(failure);
    return failure;
  };

  let wire: WireResponse;
  try {
    for (const signal of order.signals) signal.throwIfAborted();
    const sending = exchangeOnWire(road.dispatcher, order, clock);
    clock.start(sending.abort);
    wire = await sending.response;
    clock.stage = 'answering';
    entry.answered(wire.status, wire.headers);
    if (wire.headers.length > road.limits.headerLines) throw tooManyHeaders(road.limits, order);
  } catch (error) {
    const failure = fail(error);
    clock.abort(OVER);
    throw failure;
  }

  const body = guarded(bodyOf(wire, order, road), entry, clock, fail);
  return {
    status: wire.status,
    headers: wire.headers,
    n: entry.n,
    body,
    discard: async (reason) => {
      const error = reason === undefined ? undefined : fail(reason);
      clock.stop();
      entry.ended();
      clock.abort(OVER);
      await body.return(undefined);
      return error as NetworkError | undefined;
    },
  };
}

/** Passes the body through, and turns its end, whichever it is, into the entry's end. */
async function* guarded(
  body: AsyncIterable<Uint8Array>,
  entry: Entry,
  clock: Clock,
  fail: (error: unknown) => unknown,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of body) {
      entry.received(chunk);
      yield chunk;
    }
    // undici frees a connection one turn after its answer; an earlier request would open another one.
    await setImmediate();
  } catch (error) {
    throw fail(error);
  } finally {
    clock.stop();
    entry.ended();
    clock.abort(OVER);
  }
}

async function* bodyOf(wire: WireResponse, order: Order, road: Road): AsyncGenerator<Uint8Array> {
  const { limits, spend } = road;
  const { host } = order.url;
  const isEvents = isEventStream(valuesOf(wire.headers, 'content-type')[0]);
  const isBodiless = order.method === 'HEAD' || wire.status === 204 || wire.status === 304;
  const maxBytes = isEvents ? Number.POSITIVE_INFINITY : order.maxBytes;
  const decoded = decode(wire.body, isBodiless ? [] : wire.headers, { host, limits, maxBytes, spend });
  if (isEvents) yield* metered(decoded, new EventStreamMeter(limits, host), order.firstEventOnly);
  else yield* decoded;
}

async function* metered(
  body: AsyncGenerator<Uint8Array>,
  meter: EventStreamMeter,
  firstEventOnly: boolean,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    const end = meter.feed(chunk);
    if (firstEventOnly && end !== -1) {
      yield chunk.subarray(0, end);
      return;
    }
    yield chunk;
  }
}

/** Shared: an exchange ends thousands of times in a run, and nobody reads where. */
const OVER = new Error('the exchange is over');

function situation(order: Order, clock: Clock): Situation {
  const hasHeaders = clock.stage === 'answering';
  return { host: order.url.host, stage: clock.hasBegun() ? 'answering' : clock.stage, hasHeaders };
}

function tooManyHeaders(limits: Limits, order: Order): Failure {
  return new Failure({
    code: 'limit.headers',
    message: `${order.url.host} sent more than ${limits.headerLines} response header lines.`,
  });
}
