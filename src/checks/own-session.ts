import { NetworkError } from '../errors.ts';
import type { ProbeAnswer, ProbeRequest } from '../types.ts';
import { describeAnswer } from './answer.ts';
import { accessToken, likeTheGoodOne, type Shown } from './bearer.ts';
import type { CheckContext } from './check.ts';

/** A session of the handshake era that a check opened for itself. */
export interface OwnSession {
  readonly id: string;
  /** The revision that was agreed on. */
  readonly revision: string;
}

/**
 * Opens a session of the handshake era with the good token, or as `shown` says, and ends it afterwards whatever
 * happens. Resolves with what `work` made of it; undefined: the server issues no session ids.
 * Throws NetworkError: what the work throws, and `mcp.no_session` when the server opens none for this caller.
 */
export async function withSession<T>(
  context: CheckContext,
  work: (session: OwnSession) => Promise<T>,
  shown: Shown = likeTheGoodOne(accessToken(context), context),
): Promise<T | undefined> {
  const { probe, http } = context;
  const opened = await probe({ era: 'legacy', ...shown, phase: 'check' });
  if (opened.kind !== 'result')
    throw new NetworkError(
      'mcp.no_session',
      `The endpoint opened no session for the token: ${describeAnswer(opened)}.`,
      { exchanges: [opened.exchange] },
    );
  if (opened.sessionId === undefined) return undefined;
  // Whoever has it may be taken for its owner, so that reports must not hold it.
  http.vault.keep(opened.sessionId);
  const session: OwnSession = { id: opened.sessionId, revision: revisionOf(opened) };
  try {
    const rpc = { method: 'notifications/initialized', notification: true };
    await probe({ ...inSession(session), ...shown, rpc, phase: 'check' });
    return await work(session);
  } finally {
    await end(context, session, shown);
  }
}

/** What a request carries that belongs to the session: add `authorization`, `method` and the rest. */
export function inSession(session: OwnSession): Pick<ProbeRequest, 'era' | 'sessionId' | 'headers'> {
  return {
    era: 'legacy',
    sessionId: session.id,
    headers: [['MCP-Protocol-Version', session.revision]],
  };
}

/** 405 is a fine answer, and no answer spoils what was found (MCP 2025-11-25 transports, Session Management). */
async function end({ probe }: CheckContext, session: OwnSession, shown: Shown): Promise<void> {
  try {
    await probe({ ...inSession(session), ...shown, method: 'DELETE', phase: 'cleanup' });
  } catch (error) {
    if (!(error instanceof NetworkError)) throw error;
  }
}

function revisionOf({ rpc }: ProbeAnswer): string {
  const result = rpc?.result;
  const named =
    typeof result === 'object' && result !== null && 'protocolVersion' in result
      ? result.protocolVersion
      : undefined;
  // It goes into a header, so that only what looks like a revision is taken over.
  return typeof named === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(named) ? named : '2025-11-25';
}
