import type { FetchOptions } from '../types.ts';
import { Failure } from './failures.ts';
import { DEFAULT_HEADERS, valuesOf, withDefaults, withHeaders } from './headers.ts';
import type { Limits } from './limits.ts';
import { type Arrival, type Hop, type Journey, travel } from './redirects.ts';

/**
 * A WHATWG fetch for libraries, under the same limits and policies as everything else. `redirect`,
 * `credentials`, `mode` and `cache` of the library are not obeyed: the purpose decides. Rejects with
 * NetworkError, also while the body is being read, or with the reason of the library's own signal.
 */
export function createFetch(
  options: FetchOptions,
  timeoutMs: number,
  hop: Hop,
  limits: Limits,
): (input: FetchInput, init?: RequestInit) => Promise<Response> {
  const streams = new Map<string, number>();
  return async (input, init) => {
    const journey = await toJourney(input, init, options, timeoutMs);
    countReconnect(streams, journey, limits);
    return toResponse(await travel(journey, hop, limits));
  };
}

async function toJourney(
  input: FetchInput,
  init: RequestInit | undefined,
  options: FetchOptions,
  timeoutMs: number,
): Promise<Journey> {
  const asked = plainly(input, init) ?? (await throughRequest(input, init));
  const given = asked.headers.filter(([name]) => name !== 'accept-encoding');
  const signal = init?.signal ?? (input instanceof Request ? input.signal : undefined);
  return {
    url: asked.url,
    method: asked.method,
    headers: withDefaults(withHeaders(given, options.headers ?? []), DEFAULT_HEADERS),
    body: asked.body,
    purpose: options.purpose,
    phase: options.phase,
    named: options.named ?? false,
    timeoutMs: options.timeoutMs ?? timeoutMs,
    firstEventOnly: false,
    ...(signal == null ? {} : { signal }),
  };
}

type Asked = Pick<Journey, 'url' | 'method' | 'headers' | 'body'>;

/** What the SDKs send, read without the platform's Request, which costs more than the exchange around it. */
function plainly(input: FetchInput, { method = 'GET', headers, body }: RequestInit = {}): Asked | undefined {
  const text = typeof body === 'string' ? body : undefined;
  const isPlain = text === undefined ? body == null && PLAIN_METHODS.has(method) : method === 'POST';
  const url = input instanceof URL ? input.href : input;
  if (!isPlain || typeof url !== 'string') return undefined;
  const own = new Headers(headers);
  // Fetch Standard, "extract a body": a string is text unless somebody says otherwise.
  if (text !== undefined && !own.has('content-type')) own.set('content-type', 'text/plain;charset=UTF-8');
  return { url, method, headers: [...own], body: text };
}

const PLAIN_METHODS: ReadonlySet<string> = new Set(['GET', 'POST', 'DELETE']);

/** The platform's Request knows every kind of body and the content type each implies. */
async function throughRequest(input: FetchInput, init: RequestInit | undefined): Promise<Asked> {
  const request = new Request(input, init);
  return {
    url: typeof input === 'string' ? input : request.url,
    method: request.method,
    headers: [...request.headers],
    body: request.body === null ? undefined : await request.text(),
  };
}

type FetchInput = string | URL | Request;

/** A server that ends its stream at once must not keep a library reconnecting for ever. */
function countReconnect(
  streams: Map<string, number>,
  { method, url, headers }: Journey,
  limits: Limits,
): void {
  const accept = valuesOf(headers, 'accept').join();
  if (method !== 'GET' || !accept.includes('text/event-stream')) return;
  const isResumed = valuesOf(headers, 'last-event-id').length > 0;
  const reconnects = streams.get(url) ?? (isResumed ? 1 : 0);
  streams.set(url, reconnects + 1);
  if (reconnects <= limits.reconnects) return;
  throw new Failure({
    code: 'limit.reconnect',
    message: `${new URL(url).host} ended its event stream again and again; it is not opened more than ${limits.reconnects} times more.`,
  });
}

function toResponse({ url, answer }: Arrival): Response {
  const { status } = answer;
  if (status > 599) {
    throw new Failure({
      code: 'http.parse',
      message: `${url.host} answered with the status ${status}, which HTTP does not have.`,
    });
  }
  const headers = new Headers();
  // The body is decoded, so these two no longer describe it.
  for (const [name, value] of answer.headers) {
    if (!/^content-(?:encoding|length)$/i.test(name)) headers.append(name, value);
  }
  const isBodiless = status === 204 || status === 205 || status === 304;
  if (isBodiless) void answer.body.next();
  const response = new Response(isBodiless ? null : toWebStream(answer.body), { status, headers });
  Object.defineProperty(response, 'url', { value: url.href });
  return response;
}

/** Reads ahead by one buffer, so that small bodies free their socket even when nobody reads them. */
function toWebStream(body: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream<Uint8Array>(
    {
      pull: async (controller) => {
        const { done, value } = await body.next();
        if (done === true) controller.close();
        else controller.enqueue(value);
      },
      cancel: async () => {
        await body.return(undefined);
      },
    },
    { highWaterMark: 64 * 1024, size: (chunk) => chunk.byteLength },
  );
}
