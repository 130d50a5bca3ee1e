import { AuthcheckError, TokenError } from '../../errors.ts';
import type { FlowStep } from '../../job.ts';
import type { Http, HttpRequest, HttpResponse, TokenSet } from '../../types.ts';
import type { IssuerGate } from './issuer-gate.ts';
import { busyFor } from './patient-http.ts';
import { lifeOf, refusesClient } from './reply.ts';
import { type TokenRequestKeys, tokenRequestKeys } from './token-request.ts';

export interface SharedTokens {
  /**
   * Gets a token set as `get` does, on a road on which a request that another target has made already, byte for
   * byte in what decides, is answered with what that target was given. `fresh`: always asks.
   */
  readonly obtain: (
    step: FlowStep,
    get: (step: FlowStep) => Promise<TokenSet>,
    fresh?: boolean,
  ) => Promise<TokenSet>;
  /** The target that got this token; undefined: whoever has it. */
  readonly sharedWith: (tokens: TokenSet) => string | undefined;
}

/** What one target was given. */
interface Reply {
  readonly owner: string;
  readonly answer: HttpResponse;
  /** Milliseconds since the epoch. */
  readonly since: number;
  readonly goodUntil: number;
}

interface Asked {
  readonly owner: string;
  /** Never rejects; undefined: nothing that others could use came of it. */
  readonly reply: Promise<Reply | undefined>;
}

/** An exchange that is in no record of this target. */
const ELSEWHERE = 0;

/** How often a target waits for what others are asking before it asks for itself. */
const WAITS = 2;

/**
 * One token for all targets whose requests for it are the same, also when they ask at the same moment. Every flow
 * makes all its own checks first: what is shared is the answer to a request that it was about to send. Only what a
 * machine gets is shared, and no refresh token (it may be good once) nor a token that is bound to a key. The
 * refusal of a client is shared too, because a secret that is wrong must not be tried for every target; no other
 * failure is.
 */
export function createSharedTokens(gateOf: (issuer: string) => IssuerGate, now: () => number): SharedTokens {
  const asked = new Map<string, Asked>();
  const refused = new Map<string, Reply>();
  const owners = new WeakMap<TokenSet, string>();

  const ask = async (
    keys: TokenRequestKeys,
    step: FlowStep,
    fresh: boolean,
    send: () => Promise<HttpResponse>,
  ): Promise<Reply | HttpResponse> => {
    const owner = step.target.name;
    const known = (): Reply | undefined => {
      const refusal = refused.get(keys.client);
      return refusal?.owner === owner ? undefined : refusal;
    };
    let other = fresh ? undefined : asked.get(keys.request);
    for (let waits = 0; other !== undefined && other.owner !== owner && waits < WAITS; waits += 1) {
      const reply = await unlessOver(other.reply, step.signal);
      if (reply !== undefined && reply.goodUntil > now()) return reply;
      const next = asked.get(keys.request);
      // The first to come back asks anew; those behind it wait once more.
      if (next === other) break;
      other = next;
    }
    const refusal = known();
    if (refusal !== undefined) return refusal;
    const sending = send();
    const reply = sending.then(
      (answer) => replyOf(answer, owner, now()),
      () => undefined,
    );
    if (!fresh) asked.set(keys.request, { owner, reply });
    const answer = await sending;
    if (refusesClient(answer)) {
      refused.set(keys.client, { owner, answer, since: now(), goodUntil: Number.POSITIVE_INFINITY });
    }
    return answer;
  };

  return {
    obtain: async (step, get, fresh = false) => {
      let used: Reply | undefined;
      const gate = gateOf(step.discovery.issuer ?? new URL(step.target.url).origin);
      const gated = gatedHttp(step.http, gate, step.signal);
      const send = async (request: HttpRequest): Promise<HttpResponse> => {
        const keys = step.request.dpop === true ? undefined : tokenRequestKeys(step, request);
        if (keys === undefined) return await gated.send(request);
        const came = await ask(keys, step, fresh, () => gated.send(request));
        used = 'owner' in came ? came : undefined;
        return 'owner' in came ? { ...came.answer, exchange: ELSEWHERE } : came;
      };
      try {
        const tokens = await get({ ...step, http: replacing(gated, send) });
        if (used === undefined) return tokens;
        const shared = asShared(tokens, now() - used.since);
        owners.set(shared, used.owner);
        return shared;
      } catch (error) {
        throw used === undefined ? error : notAskedAgain(error, used.owner);
      }
    },
    sharedWith: (tokens) => owners.get(tokens),
  };
}

/** The same network, on which requests with a credential take their turn at their authorization server. */
export function gatedHttp(http: Http, gate: IssuerGate, signal?: AbortSignal): Http {
  return replacing(http, async (request) => {
    if (request.purpose !== 'credential' || request.method !== 'POST') return await http.send(request);
    return await gate.pass(async () => {
      const answer = await http.send(request);
      const busy = busyFor(answer);
      if (busy !== undefined && busy <= LONGEST_HOLD_MS) gate.hold(busy);
      return answer;
    }, signal);
  });
}

/** What a flow waits for by itself; who is asked to wait for longer gives up, and others may try. */
const LONGEST_HOLD_MS = 30_000;

function replacing(http: Http, send: Http['send']): Http {
  return {
    vault: http.vault,
    send,
    fetch: (options) => http.fetch(options),
    get exchanges() {
      return http.exchanges;
    },
    takeError: () => http.takeError(),
  };
}

function replyOf(answer: HttpResponse, owner: string, since: number): Reply | undefined {
  const life = lifeOf(answer);
  if (life !== undefined) return { owner, answer, since, goodUntil: since + life };
  return refusesClient(answer) ? { owner, answer, since, goodUntil: Number.POSITIVE_INFINITY } : undefined;
}

function asShared(tokens: TokenSet, age: number): TokenSet {
  const { expiresAt } = tokens;
  return { ...tokens, exchanges: [], expiresAt: expiresAt === null ? null : expiresAt - age };
}

function notAskedAgain(error: unknown, owner: string): unknown {
  if (!(error instanceof AuthcheckError)) return error;
  const { code, message, hint, phase, target, provider, retryable } = error;
  return new TokenError(code, `${message} ${owner} asked with the same client; it was not asked again.`, {
    cause: error,
    retryable,
    ...(hint === undefined ? {} : { hint }),
    ...(phase === undefined ? {} : { phase }),
    ...(target === undefined ? {} : { target }),
    ...(provider === undefined ? {} : { provider }),
  });
}

/** Who has no time left does not wait for others. */
async function unlessOver<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await work;
  signal.throwIfAborted();
  let stop = (): void => undefined;
  const over = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, over]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
