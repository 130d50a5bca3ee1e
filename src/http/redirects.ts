import type { HeaderList, Phase, Purpose } from '../types.ts';
import type { Answer } from './exchange.ts';
import { Failure } from './failures.ts';
import { valuesOf } from './headers.ts';
import type { Limits } from './limits.ts';

/** A request of any purpose, before its redirects are followed. */
export interface Journey {
  readonly url: string;
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: string | undefined;
  readonly purpose: Purpose;
  readonly phase: Phase;
  readonly named: boolean;
  /** Plain http may leave this machine. */
  readonly plain?: true;
  readonly timeoutMs: number;
  /** Cap on decoded bytes of a body that is not an event stream. */
  readonly maxBytes?: number;
  /** Of an event stream, only the part up to the first event with data. */
  readonly firstEventOnly: boolean;
  readonly outdatedTls?: true;
  readonly signal?: AbortSignal;
}

/** The last answer of a journey, and the URL it came from. */
export interface Arrival {
  readonly url: URL;
  readonly answer: Answer;
}

/** One hop: checks the URL, sends, waits for the response header. */
export type Hop = (url: string, journey: Journey, timeoutMs: number) => Promise<Arrival>;

/**
 * Sends a request and applies the redirect policy of its purpose: a probe gets the redirect itself, metadata
 * follows a few hops on the same origin, everything else refuses, because 307 and 308 repeat the body and no
 * list of headers to strip is ever complete.
 */
export async function travel(journey: Journey, hop: Hop, limits: Limits): Promise<Arrival> {
  const deadline = performance.now() + journey.timeoutMs;
  let arrival = await hop(journey.url, journey, journey.timeoutMs);
  for (let hops = 0; isRedirect(arrival.answer.status) && journey.purpose !== 'probe'; hops += 1) {
    const next = decide(arrival, journey, hops, limits);
    const refused = await arrival.answer.discard(next instanceof Failure ? next : undefined);
    if (next instanceof Failure) throw refused ?? next;
    arrival = await hop(next, journey, Math.max(1, deadline - performance.now()));
  }
  return arrival;
}

function decide({ url, answer }: Arrival, journey: Journey, hops: number, limits: Limits): string | Failure {
  const location = valuesOf(answer.headers, 'location')[0] ?? '';
  const next = URL.canParse(location, url.href) ? new URL(location, url.href) : undefined;
  if (journey.purpose !== 'metadata' || (journey.method !== 'GET' && journey.method !== 'HEAD')) {
    return credentialed(url, answer.status, next);
  }
  if (next === undefined || next.origin !== url.origin) {
    return new Failure({
      code: 'redirect.policy',
      message: `${url.host} redirects metadata to ${next === undefined ? 'no readable URL' : destination(next)}; only its own origin is followed.`,
      hint: 'Publish the document at the address itself.',
    });
  }
  if (hops >= limits.redirects) {
    return new Failure({
      code: 'redirect.policy',
      message: `${url.host} redirects more than ${limits.redirects} times.`,
    });
  }
  next.hash = '';
  return next.href;
}

function credentialed(url: URL, status: number, next: URL | undefined): Failure {
  return new Failure({
    code: 'redirect.credentialed',
    message: `${url.host} answers with a redirect (${status}) to ${next === undefined ? 'no readable URL' : destination(next)}; a request with a credential is never redirected.`,
    hint: 'If the new address is right, use it directly.',
  });
}

/** Only the origin: path and query of a redirect may carry what was sent. */
function destination(url: URL): string {
  const shown = url.origin === 'null' ? url.protocol : url.origin;
  return shown.length > 120 ? `${shown.slice(0, 120)}…` : shown;
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}
