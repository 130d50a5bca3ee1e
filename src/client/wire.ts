import { AuthcheckError, SessionError } from '../errors.ts';
import type { Era, FetchOptions } from '../types.ts';
import { type Authorized, sendAuthorized } from './authorized-fetch.ts';
import { wantsSameRevision } from './era-fallback.ts';
import { type EventScan, watchStream } from './event-stream.ts';
import { type Fault, faultError, lastExchange } from './fault.ts';
import { createPatience } from './patience.ts';
import { isRequest, readAnswer } from './read-answer.ts';
import { type Refusal, refusalError } from './refusal.ts';
import { createResumption } from './resumption.ts';
import { URL_ELICITATION_REQUIRED } from './rpc-error.ts';
import type { SessionPlan } from './session-plan.ts';
import type { SessionState } from './session-state.ts';

/** How much longer, in milliseconds, an answer is waited for than one exchange may take: that knows more. */
const GRACE_MS = 1_000;
const CLEANUP_MS = 5_000;

/** The fetch given to an SDK, and what it saw: the only window on what really happened. */
export interface Wire {
  readonly fetch: (url: string | URL, init?: RequestInit) => Promise<Response>;
  /** Runs one request of an SDK; whatever goes wrong comes out as SessionError or NetworkError. */
  readonly ask: <T>(send: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  /** What the last request was refused with, for whoever must decide about the era. */
  readonly refusal: () => Refusal | undefined;
}

/** `classify` reads the SDK's own errors, for what no fetch can see. */
export function createWire(
  plan: SessionPlan,
  state: SessionState,
  era: Era,
  classify: (error: unknown) => Fault,
): Wire {
  const { http } = plan;
  const send = http.fetch(fetchOptions(plan, 'session'));
  // Streams are opened again only so often by one fetch, and each kind has its own share.
  const sendAside = http.fetch(fetchOptions(plan, 'session'));
  const cleanUp = http.fetch(fetchOptions(plan, 'cleanup'));
  const broken = new AbortController();
  const signal = plan.signal === undefined ? broken.signal : AbortSignal.any([broken.signal, plan.signal]);
  const patience = createPatience(plan.timeoutMs + GRACE_MS, () =>
    fail(faultError({ kind: 'timeout' }, http)),
  );
  const resumption = createResumption(plan);
  let failure: Error | undefined;
  let refusal: Refusal | undefined;
  let pending: symbol | undefined;
  let askedTwice = false;

  return {
    fetch: (url, init = {}) => {
      if (init.method === 'DELETE') return aside(cleanUp, url, init);
      if (init.method !== 'GET') return post(url, init);
      const from = new Headers(init.headers).get('last-event-id');
      return from !== null && resumption.isAwaited(from) ? resume(url, init) : listen(url, init);
    },
    refusal: () => refusal,
    ask: async (request) => {
      for (;;) {
        refusal = undefined;
        http.takeError();
        pending = Symbol('request');
        patience.start();
        try {
          return await request(signal);
        } catch (error) {
          const fault = classify(error);
          if (fault.kind === 'rpc') refusal ??= streamed(fault, lastExchange(http));
          // 2026-07-28 transports, backward compatibility: ask again in a revision that the server names.
          const again =
            era === 'modern' && !askedTwice && refusal !== undefined && wantsSameRevision(refusal);
          if (!again || failure !== undefined) throw explained(error, fault);
          askedTwice = true;
        } finally {
          pending = undefined;
          patience.stop();
        }
      }
    },
  };

  function authorized(url: string | URL, init: RequestInit) {
    const told = { http, onSend: () => patience.again(), onRenew: () => patience.pause() };
    return sendAuthorized(send, state.credential, told, url, init);
  }

  /** For what is of no matter to the request under way, and not worth another token: a person may have to fetch it. */
  async function aside(through: typeof send, url: string | URL, init: RequestInit): Promise<Response> {
    const told = { http, onSend: () => undefined, onRenew: () => undefined };
    return (await sendAuthorized(through, state.credential, told, url, init, false)).response;
  }

  async function post(url: string | URL, init: RequestInit): Promise<Response> {
    if (failure !== undefined) throw failure;
    const asked = pending;
    try {
      const { response, renewals } = await authorized(url, init);
      const answer = await readAnswer(response, init, http);
      if (answer.kind === 'stream')
        return watchStream(response, fail, (scan) => isRequest(init) && ended(asked, scan));
      if (answer.kind === 'broken') throw answer.error;
      if (answer.kind === 'refused') refusal = { ...answer.refusal, renewals };
      return answer.response;
    } catch (error) {
      throw fail(error);
    }
  }

  /**
   * The stream for unasked messages, at first or again where it ended: of use where a server may ask something
   * while a tool works. It is optional, and whatever happens to it is no fault.
   */
  async function listen(url: string | URL, init: RequestInit): Promise<Response> {
    if (failure !== undefined) throw failure;
    const inSession = new Headers(init.headers).has('mcp-session-id');
    const mayBeAsked = plan.only === undefined && (inSession || plan.elicit !== undefined);
    return mayBeAsked ? aside(sendAside, url, init) : new Response(null, { status: 405 });
  }

  /** The rest of an answer that was broken off. */
  async function resume(url: string | URL, init: RequestInit): Promise<Response> {
    if (failure !== undefined) throw failure;
    const asked = pending;
    try {
      await resumption.due(signal);
      const found = await authorized(url, init);
      if (!found.response.ok) throw await notResumed(found, init);
      return watchStream(found.response, fail, (scan) => ended(asked, scan));
    } catch (error) {
      throw fail(error);
    }
  }

  async function notResumed({ response, renewals }: Authorized, init: RequestInit): Promise<SessionError> {
    const answer = await readAnswer(response, init, http);
    const { status } = response;
    if (answer.kind === 'refused' && (status === 401 || status === 403))
      return refusalError({ ...answer.refusal, renewals }, era, state.credential.shown() !== null);
    return noAnswer(`The server broke off its answer and refuses the rest of it (${status}).`);
  }

  /** A stream may end long after its answer was read, when the next request is already under way. */
  function ended(asked: symbol | undefined, scan: EventScan): void {
    if (scan.answered() || asked === undefined || pending !== asked) return;
    const from = scan.lastEventId();
    if (from === undefined) {
      fail(noAnswer('The event stream ended without an answer to the request.'));
      return;
    }
    const problem = resumption.expect(from, scan.retryMs());
    if (problem !== undefined) fail(noAnswer(problem));
    else patience.again(scan.retryMs());
  }

  function noAnswer(what: string): SessionError {
    const exchanges = [lastExchange(http)];
    return new SessionError('mcp.no_answer', what, { phase: 'session', exchanges });
  }

  function fail(error: unknown): Error {
    failure ??= error instanceof Error ? error : new Error(String(error));
    broken.abort(failure);
    return failure;
  }

  function explained(error: unknown, fault: Fault): AuthcheckError {
    const recorded = http.takeError();
    for (const seen of [error, failure]) if (seen instanceof AuthcheckError) return seen;
    if (plan.signal?.aborted === true) {
      return new SessionError('run.interrupted', 'Interrupted.', { phase: 'session', cause: error });
    }
    // What happened elsewhere, on the stream for unasked messages for instance, explains only what nothing else does.
    if (fault.kind === 'other' && refusal === undefined && recorded instanceof AuthcheckError)
      return recorded;
    if (refusal?.rpc?.code === URL_ELICITATION_REQUIRED) state.elicitor.urlsRequired(refusal.rpc.data);
    return refusal === undefined
      ? faultError(fault, http, error)
      : refusalError(refusal, era, state.credential.shown() !== null);
  }
}

/** A JSON-RPC error that came in an event stream. */
function streamed(fault: Fault & { readonly kind: 'rpc' }, exchange: number): Refusal {
  return {
    status: 200,
    contentType: 'text/event-stream',
    wwwAuthenticate: null,
    challenge: null,
    body: '',
    rpc: fault,
    inSession: false,
    exchange,
  };
}

function fetchOptions(plan: SessionPlan, phase: 'session' | 'cleanup'): FetchOptions {
  return {
    purpose: 'mcp',
    phase,
    headers: plan.headers.map(([name, value]) => [name, typeof value === 'string' ? value : value.reveal()]),
    timeoutMs: phase === 'cleanup' ? Math.min(plan.timeoutMs, CLEANUP_MS) : plan.timeoutMs,
  };
}
