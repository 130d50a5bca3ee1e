import { SessionError } from '../errors.ts';
import { parseChallenges, tokenChallenge } from '../text/challenges.ts';
import type { Http } from '../types.ts';
import { lastExchange } from './fault.ts';
import type { Refusal } from './refusal.ts';
import type { RpcError } from './rpc-error.ts';

const BODY_KEPT = 4_000;
const NO_BODY: readonly number[] = [101, 204, 205, 304];

/**
 * What came back to a POST. `response` is to be handed to the SDK in place of the one that was read.
 * `broken`: the SDK would wait in vain for an answer that fits.
 */
export type Answer =
  | { readonly kind: 'stream' }
  | { readonly kind: 'message'; readonly response: Response }
  | { readonly kind: 'refused'; readonly response: Response; readonly refusal: Refusal }
  | { readonly kind: 'broken'; readonly error: SessionError };

export async function readAnswer(response: Response, init: RequestInit, http: Http): Promise<Answer> {
  const type = (response.headers.get('content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if (response.ok && type === 'text/event-stream' && response.body !== null) return { kind: 'stream' };
  if (response.status === 202) return { kind: 'message', response };
  const text = await response.text();
  const again = withText(response, text);
  const refused = (rpc: RpcError | null): Answer => ({
    kind: 'refused',
    response: again,
    refusal: describe(response, text, rpc, init, http),
  });
  const message = parsed(text);
  if (!response.ok) return refused(errorOf(message));
  const id = requestId(init);
  if (id === undefined) return { kind: 'message', response: again };
  if (type !== 'application/json') return refused(null);
  if (message === undefined) return broken('jsonrpc.malformed', 'The answer is no JSON', http);
  if (Array.isArray(message)) return { kind: 'message', response: again };
  const error = errorOf(message);
  if (error !== null) return refused(error);
  if (typeof message !== 'object' || message === null || !('id' in message) || message.id !== id) {
    return broken('jsonrpc.wrong_id', 'The answer does not carry the id of the request', http);
  }
  return { kind: 'message', response: again };
}

/** The same answer for somebody else to read: its text is known, and need not go through a stream again. */
function withText({ status, headers }: Response, text: string): Response {
  const again = new Response(null, { status, headers });
  if (NO_BODY.includes(status)) return again;
  return Object.defineProperties(again, {
    text: { value: async () => text },
    json: { value: async (): Promise<unknown> => JSON.parse(text) },
  });
}

/** Whether what was sent wants an answer: no notification, and no answer to the server. */
export function isRequest(init: RequestInit): boolean {
  return requestId(init) !== undefined;
}

function describe(
  response: Response,
  text: string,
  rpc: RpcError | null,
  init: RequestInit,
  http: Http,
): Refusal {
  const field = response.headers.get('www-authenticate');
  const wwwAuthenticate = field === null ? null : http.vault.redact(field);
  return {
    status: response.status,
    contentType: response.headers.get('content-type') ?? '',
    wwwAuthenticate,
    challenge: tokenChallenge(parseChallenges([wwwAuthenticate ?? '']))?.parameters ?? null,
    body: http.vault.redact(text.slice(0, BODY_KEPT)),
    rpc: rpc === null ? null : { ...rpc, message: http.vault.redact(rpc.message) },
    inSession: new Headers(init.headers).has('mcp-session-id'),
    exchange: lastExchange(http),
  };
}

function broken(code: string, what: string, http: Http): Answer {
  return {
    kind: 'broken',
    error: new SessionError(code, `${what}.`, {
      phase: 'session',
      exchanges: [lastExchange(http)],
      hint: 'No client can match it to what it asked; the server, or what stands before it, is at fault.',
    }),
  };
}

function errorOf(message: unknown): RpcError | null {
  if (typeof message !== 'object' || message === null || !('error' in message)) return null;
  const { error } = message;
  if (typeof error !== 'object' || error === null || !('code' in error) || typeof error.code !== 'number') {
    return null;
  }
  const text = 'message' in error && typeof error.message === 'string' ? error.message : '';
  return { code: error.code, message: text, ...('data' in error ? { data: error.data } : {}) };
}

function requestId(init: RequestInit): unknown {
  const sent = typeof init.body === 'string' ? parsed(init.body) : undefined;
  return typeof sent === 'object' && sent !== null && 'id' in sent && 'method' in sent ? sent.id : undefined;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
