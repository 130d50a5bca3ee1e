import { GARBAGE_TOKEN } from '../token/index.ts';
import type { ProbeAnswer, ProbeRequest } from '../types.ts';
import { accessToken, likeTheGoodOne } from './bearer.ts';
import type { CheckContext } from './check.ts';
import { once } from './once.ts';
import { inSession, withSession } from './own-session.ts';
import type { Attempt } from './refusal.ts';

/** What came of one session in which several checks did their part. */
export interface SessionVisit {
  /** The id that nobody issued, with the good token. */
  readonly unknown: ProbeAnswer;
  /** The session's id with a bearer value that is no token. */
  readonly garbage: Attempt;
  /** The session's id without any token. */
  readonly bare: readonly Attempt[];
}

/** One session of the good token, visited once. undefined: the server issues no session ids. */
export async function visitSession(context: CheckContext): Promise<SessionVisit | undefined> {
  return await once(context, 'session/visit', () =>
    withSession(context, async (session) => {
      const { probe } = context;
      const own = { ...inSession(session), phase: 'check' } as const;
      const rpc = { method: 'tools/list' };
      const shown = likeTheGoodOne(accessToken(context), context);
      const unknown = await probe({ ...own, ...shown, rpc, sessionId: crypto.randomUUID() });
      const garbage = {
        sent: 'a tools/list with a known session id and a bearer value that is no token',
        answer: await probe({ ...own, authorization: [`Bearer ${GARBAGE_TOKEN}`], rpc }),
      };
      const bare: Attempt[] = [];
      for (const { sent, request } of WITHOUT_TOKEN)
        bare.push({ sent, answer: await probe({ ...own, ...request }) });
      return { unknown, garbage, bare };
    }),
  );
}

/** Nothing runs under that id, so that nothing is cancelled when it is let in. */
export const CANCELLED = {
  method: 'notifications/cancelled',
  params: { requestId: 'mcp-authcheck-none' },
  notification: true,
} as const satisfies ProbeRequest['rpc'];

/** The one that would end the session comes last. */
const WITHOUT_TOKEN = [
  { sent: 'a tools/list with a session id alone', request: { rpc: { method: 'tools/list' } } },
  { sent: 'a notification with a session id alone', request: { rpc: CANCELLED } },
  { sent: 'a GET with a session id alone', request: { method: 'GET' } },
  { sent: 'a DELETE with a session id alone', request: { method: 'DELETE' } },
] as const;
