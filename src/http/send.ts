import { parseChallenges } from '../text/challenges.ts';
import type { HttpRequest, HttpResponse } from '../types.ts';
import { isEventStream } from './event-stream.ts';
import type { Answer } from './exchange.ts';
import { DEFAULT_HEADERS, valuesOf, withDefaults } from './headers.ts';
import type { Limits } from './limits.ts';
import { type Hop, type Journey, travel } from './redirects.ts';

/** Sends one request with exactly its headers and reads the whole answer, within every limit. */
export async function send(
  request: HttpRequest,
  timeoutMs: number,
  hop: Hop,
  limits: Limits,
): Promise<HttpResponse> {
  const journey: Journey = {
    url: request.url,
    method: request.method,
    headers: withDefaults(request.headers ?? [], DEFAULT_HEADERS),
    body: request.body,
    purpose: request.purpose,
    phase: request.phase,
    named: request.named ?? false,
    ...(request.plain === true && request.purpose === 'probe' ? { plain: true } : {}),
    timeoutMs: request.timeoutMs ?? timeoutMs,
    firstEventOnly: request.firstEventOnly ?? false,
    ...(request.maxBytes === undefined ? {} : { maxBytes: request.maxBytes }),
    ...(request.outdatedTls === undefined ? {} : { outdatedTls: request.outdatedTls }),
  };
  const arrival = await travel(journey, hop, limits);
  const { status, headers, n } = arrival.answer;
  // A document is never an event stream, and waiting for the end of one would take the whole deadline.
  const isStream = isEventStream(valuesOf(headers, 'content-type')[0]);
  const readFor = isStream ? (request.purpose === 'metadata' ? 0 : request.streamForMs) : undefined;
  const body =
    readFor === undefined ? await readText(arrival.answer.body) : await readStream(arrival.answer, readFor);
  return {
    status,
    url: arrival.url.href,
    headers,
    header: (name) => valuesOf(headers, name),
    challenges: parseChallenges(valuesOf(headers, 'www-authenticate')),
    body,
    exchange: n,
  };
}

/** What comes within that time; a stream that is still open then is closed. */
async function readStream({ body, discard }: Answer, milliseconds: number): Promise<string> {
  if (milliseconds <= 0) {
    await discard();
    return '';
  }
  const chunks: Uint8Array[] = [];
  let isOver = false;
  const timer = setTimeout(() => {
    isOver = true;
    void discard();
  }, milliseconds);
  try {
    for await (const chunk of body) chunks.push(chunk);
  } catch (error) {
    if (!isOver) throw error;
  } finally {
    clearTimeout(timer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** UTF-8 text; a byte order mark stays, because a reader may want to report it. */
async function readText(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString('utf8');
}
