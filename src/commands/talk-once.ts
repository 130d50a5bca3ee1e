import { converse } from '../client/index.ts';
import { RunError, SessionError } from '../errors.ts';
import type { CallExpectation, Session } from '../types.ts';
import type { Io } from './io.ts';
import { CLIENT_INFO } from './road.ts';
import type { WithToken } from './with-token.ts';

/**
 * One conversation for a single command.
 * @throws SessionError when it ended in one.
 */
export async function talkOnce(
  { obtained: { step, tokens }, prepared }: WithToken,
  io: Io,
  plan: { readonly calls: readonly CallExpectation[]; readonly only?: 'list' },
): Promise<Session> {
  const { target, http } = step;
  const [session] = await converse({
    url: target.url,
    http,
    token: tokens.tokenType === 'none' ? null : tokens.accessToken,
    headers: target.headers,
    protocol: target.protocol === 'both' ? 'auto' : target.protocol,
    calls: plan.calls,
    callDefaults: false,
    timeoutMs: target.timeoutMs,
    clientInfo: CLIENT_INFO,
    eras: { legacy: null, modern: null },
    signal: io.signal,
    schemas: prepared.schemas,
    ...(plan.only === undefined ? {} : { only: plan.only }),
  });
  if (session === undefined)
    throw new RunError('internal.no_session', 'No session came of the conversation.');
  const { error } = session;
  if (error === null) return session;
  throw new SessionError(error.code, error.message, {
    retryable: error.retryable,
    target: target.name,
    ...(error.hint === undefined ? {} : { hint: error.hint }),
    ...(error.phase === undefined ? {} : { phase: error.phase }),
    ...(error.provider === undefined ? {} : { provider: error.provider }),
  });
}
