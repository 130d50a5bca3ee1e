import { AuthcheckError, NetworkError } from '../errors.ts';
import type { Vault } from '../secret.ts';
import type { Exchange, Http } from '../types.ts';
import type { AddressClass } from './addresses.ts';
import { classify, classOfHost } from './addresses.ts';
import type { Lookup } from './dial.ts';
import { perform, type Road } from './exchange.ts';
import { Failure, toNetworkError } from './failures.ts';
import { createFetch } from './fetch.ts';
import type { Limits } from './limits.ts';
import { createRecorder } from './recorder.ts';
import type { Hop, Journey } from './redirects.ts';
import type { TlsVersions } from './secure.ts';
import { send } from './send.ts';
import { type TraceContext, traceHeaders } from './trace-context.ts';
import { ANYWHERE, checkUrl, type Reach } from './url-policy.ts';

export interface HttpTarget {
  readonly name: string;
  /** The endpoint as configured; it decides which addresses a server may name, and where the bearer goes. */
  readonly url: string;
  /** Total deadline of each exchange, in milliseconds. */
  readonly timeoutMs: number;
  /** Servers may name any address. */
  readonly allowPrivate?: boolean;
  /** When it aborts, whatever this target has on the road fails at once with its reason. */
  readonly signal?: AbortSignal;
}

export interface HttpParts {
  /** The run was told to end: nothing more is sent. */
  readonly isInterrupted: () => boolean;
  readonly vault: Vault;
  readonly limits: Limits;
  readonly lookup: Lookup;
  readonly trace: boolean;
  readonly traceContext: TraceContext | undefined;
  readonly onExchange: ((exchange: Exchange, target: string) => void) | undefined;
  readonly dispatcherFor: (reach: Reach, tls?: TlsVersions) => Promise<Road['dispatcher']>;
  readonly stageOf: Road['stageOf'];
}

/** The network as one target sees it: its own recording, its own budget of bytes, its own reach. */
export function openHttp(target: HttpTarget, parts: HttpParts): Http {
  const { vault, limits } = parts;
  const endpoint = URL.canParse(target.url) ? new URL(target.url).origin : undefined;
  let spent = 0;
  let lastError: Error | undefined;
  const recorder = createRecorder({
    vault,
    trace: parts.trace,
    onExchange: (exchange) => parts.onExchange?.(exchange, target.name),
  });
  const reachOfNamed = once(() => reachFrom(target, parts.lookup));

  const spend = (bytes: number): void => {
    spent += bytes;
    if (spent > limits.targetBytes) {
      throw new Failure({
        code: 'limit.body_bytes',
        message: `The target's servers sent more than ${limits.targetBytes} bytes in all.`,
      });
    }
  };

  const ended = (): unknown => {
    if (parts.isInterrupted()) return interrupted(target);
    return target.signal?.aborted === true ? target.signal.reason : undefined;
  };

  const hop: Hop = async (url, journey, timeoutMs) => {
    const over = ended();
    if (over !== undefined) throw over;
    const reach = journey.named ? await reachOfNamed() : ANYWHERE;
    const checked = checkUrl(url, reach, journey.plain);
    if (journey.purpose === 'mcp') holdBearer(checked, endpoint);
    const dispatcher = await parts.dispatcherFor(reach, journey.outdatedTls && 'outdated');
    const road: Road = {
      target: target.name,
      limits,
      recorder,
      dispatcher,
      stageOf: parts.stageOf,
      spend,
      note,
    };
    const toEndpoint = checked.origin === endpoint;
    const added = traceHeaders(journey, toEndpoint, parts.traceContext);
    const traced = added.length === 0 ? journey : { ...journey, headers: [...journey.headers, ...added] };
    return {
      url: checked,
      answer: await perform(road, toOrder(checked, traced, timeoutMs, limits, target.signal)),
    };
  };

  const note = (error: Error): void => {
    lastError = error;
  };

  /** Turns refusals into NetworkError, and remembers whatever a library might swallow. */
  const watched = async <T>(work: Promise<T>, phase: Journey['phase']): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      const over = ended();
      if (over !== undefined) throw over;
      if (error instanceof Failure) {
        const refusal = toNetworkError(error, error.problem, { target: target.name, phase });
        note(refusal);
        throw refusal;
      }
      if (error instanceof AuthcheckError) note(error);
      throw error;
    }
  };

  return {
    vault,
    send: (request) => watched(send(request, target.timeoutMs, hop, limits), request.phase),
    fetch: (options) => {
      const fetch = createFetch(options, target.timeoutMs, hop, limits);
      return (input, init) => watched(fetch(input, init), options.phase);
    },
    get exchanges() {
      return recorder.exchanges;
    },
    takeError: () => {
      const error = lastError;
      lastError = undefined;
      return error;
    },
  };
}

function toOrder(
  url: URL,
  journey: Journey,
  timeoutMs: number,
  limits: Limits,
  over: AbortSignal | undefined,
): Parameters<typeof perform>[1] {
  const { method, headers, body, phase, firstEventOnly, signal } = journey;
  const maxBytes = journey.maxBytes ?? limits.bodyBytes[journey.purpose];
  return {
    url,
    method,
    headers,
    body,
    phase,
    timeoutMs,
    maxBytes,
    firstEventOnly,
    signals: [signal, over].filter((one) => one !== undefined),
  };
}

function interrupted(target: HttpTarget): NetworkError {
  return new NetworkError('run.aborted', 'The run was interrupted.', { target: target.name });
}

/** The bearer goes to the endpoint's origin and nowhere else, whatever a library was talked into. */
function holdBearer(url: URL, endpoint: string | undefined): void {
  if (url.origin === endpoint) return;
  throw new Failure({
    code: 'endpoint.origin',
    message: `A request with the access token was about to go to ${url.origin}, which is not the endpoint's origin; it was not sent.`,
  });
}

/** A target that is itself private may name private addresses, one on a special address any. */
async function reachFrom(target: HttpTarget, lookup: Lookup): Promise<Reach> {
  if (target.allowPrivate === true) return ANYWHERE;
  const { hostname } = new URL(target.url);
  const kind = classOfHost(hostname) ?? (await classByName(hostname, lookup));
  if (kind === 'special') return ANYWHERE;
  return kind === 'private' ? ['public', 'private'] : ['public'];
}

async function classByName(hostname: string, lookup: Lookup): Promise<AddressClass> {
  try {
    const classes = (await lookup(hostname)).map(({ address }) => classify(address));
    return classes.length > 0 && classes.every((kind) => kind === 'private') ? 'private' : 'public';
  } catch {
    return 'public';
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
