import { AuthcheckError, SessionError } from '../errors.ts';
import type { Era, FetchOptions, HeaderList } from '../types.ts';
import { type Fault, faultError, lastExchange } from './fault.ts';
import { readAnswer } from './read-answer.ts';
import { type Refusal, refusalError } from './refusal.ts';
import type { SessionPlan } from './session-plan.ts';
import { watchStream } from './watch-stream.ts';

/** Resumptions of an interrupted answer that one session may ask for; SDKs would go on for ever. */
const MAX_RESUMPTIONS = 3;
/** How long, in milliseconds, an SDK may take to read the last event of a stream that has ended. */
const GRACE_MS = 250;
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
export function createWire(plan: SessionPlan, era: Era, classify: (error: unknown) => Fault): Wire {
  const { http } = plan;
  const send = http.fetch(fetchOptions(plan, 'session'));
  const cleanUp = http.fetch(fetchOptions(plan, 'cleanup'));
  const broken = new AbortController();
  const signal = plan.signal === undefined ? broken.signal : AbortSignal.any([broken.signal, plan.signal]);
  let failure: Error | undefined;
  let refusal: Refusal | undefined;
  let pending: symbol | undefined;
  let resumptions = 0;

  return {
    fetch: (url, init = {}) => {
      if (init.method === 'DELETE') return cleanUp(url, init);
      return init.method === 'GET' ? resume(url, init) : post(url, init);
    },
    refusal: () => refusal,
    ask: async (request) => {
      refusal = undefined;
      http.takeError();
      pending = Symbol('request');
      try {
        return await request(signal);
      } catch (error) {
        throw explained(error);
      } finally {
        pending = undefined;
      }
    },
  };

  async function post(url: string | URL, init: RequestInit): Promise<Response> {
    if (failure !== undefined) throw failure;
    const asked = pending;
    try {
      const response = await send(url, init);
      const answer = await readAnswer(response, init, http);
      if (answer.kind === 'stream')
        return watchStream(response, fail, (resumable) => ended(asked, resumable));
      if (answer.kind === 'broken') throw answer.error;
      if (answer.kind === 'refused') refusal = answer.refusal;
      return answer.response;
    } catch (error) {
      throw fail(error);
    }
  }

  /**
   * The stream for unasked messages is not opened, because it never ends by itself, unless somebody is there
   * to answer what a server may ask on it. Else only the rest of an interrupted answer is fetched.
   */
  async function resume(url: string | URL, init: RequestInit): Promise<Response> {
    if (!new Headers(init.headers).has('last-event-id')) {
      return plan.elicit === undefined ? new Response(null, { status: 405 }) : send(url, init);
    }
    resumptions += 1;
    if (resumptions > MAX_RESUMPTIONS) {
      throw fail(
        new SessionError(
          'limit.resumptions',
          `The server broke off its answer ${MAX_RESUMPTIONS + 1} times.`,
          {
            phase: 'session',
            exchanges: [lastExchange(http)],
          },
        ),
      );
    }
    try {
      return watchStream(await send(url, init), fail, () => undefined);
    } catch (error) {
      throw fail(error);
    }
  }

  /** The stream may end long after its answer was read, when the next request is already under way. */
  function ended(asked: symbol | undefined, resumable: boolean): void {
    if (resumable || asked === undefined) return;
    setTimeout(() => {
      if (pending !== asked) return;
      fail(
        new SessionError('mcp.no_answer', 'The event stream ended without an answer to the request.', {
          phase: 'session',
          exchanges: [lastExchange(http)],
        }),
      );
    }, GRACE_MS).unref();
  }

  function fail(error: unknown): Error {
    failure ??= error instanceof Error ? error : new Error(String(error));
    broken.abort(failure);
    return failure;
  }

  function explained(error: unknown): AuthcheckError {
    const recorded = http.takeError();
    for (const seen of [error, failure, recorded]) if (seen instanceof AuthcheckError) return seen;
    if (plan.signal?.aborted === true) {
      return new SessionError('run.interrupted', 'Interrupted.', { phase: 'session', cause: error });
    }
    const fault = classify(error);
    if (fault.kind === 'rpc') refusal ??= streamed(fault, lastExchange(http));
    return refusal === undefined
      ? faultError(fault, http, error)
      : refusalError(refusal, era, plan.token !== null);
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
  const bearer: HeaderList = plan.token === null ? [] : [['Authorization', `Bearer ${plan.token.reveal()}`]];
  const gateway: HeaderList = plan.headers.map(([name, value]) => [
    name,
    typeof value === 'string' ? value : value.reveal(),
  ]);
  return {
    purpose: 'mcp',
    phase,
    headers: [...bearer, ...gateway],
    timeoutMs: phase === 'cleanup' ? Math.min(plan.timeoutMs, CLEANUP_MS) : plan.timeoutMs,
  };
}
