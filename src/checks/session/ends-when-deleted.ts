import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, Judgement } from '../check.ts';
import { noSessions, SESSION_MANAGEMENT, sessionless } from '../no-sessions.ts';
import { inSession, withSession } from '../own-session.ts';

/** The answers to DELETE and to what comes after; null: no DELETE was accepted. */
type Ended = { readonly deleted: ProbeAnswer; readonly after: ProbeAnswer | null } | undefined;

export const endsWhenDeleted: Check<Ended> = {
  id: 'session/ends-when-deleted',
  title: 'knows a session no more once it was ended',
  level: 'MUST',
  spec: SESSION_MANAGEMENT,
  only: 'legacy',
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    'A session is opened and ended by DELETE, both with the good token. `tools/list` with its id gets 404 afterwards.',
  fails:
    'It is still served, or refused with another status, which does not make clients open a new session: `fail`.',
  cannotKnow: 'Where DELETE is answered 405, clients cannot end sessions, and there is nothing to look at.',
  fix: 'Take the session out of the store when DELETE comes, on every instance that shares it, and answer 404 to a session id that is not there.',
  unmet: sessionless,
  observe: (context) =>
    withSession(context, async (session) => {
      const shown = likeTheGoodOne(accessToken(context), context);
      const request = { ...inSession(session), ...shown, phase: 'check' } as const;
      const deleted = await context.probe({ ...request, method: 'DELETE' });
      const after =
        deleted.status < 300 ? await context.probe({ ...request, rpc: { method: 'tools/list' } }) : null;
      return { deleted, after };
    }),
  judge: (observed) => (observed === undefined ? noSessions() : judgeEnd(observed)),
};

function judgeEnd({ deleted, after }: NonNullable<Ended>): Judgement {
  if (after === null)
    return {
      verdict: 'skip',
      message: `DELETE with the good token was answered ${describeAnswer(deleted)}: clients cannot end sessions here.`,
      exchanges: [deleted.exchange],
    };
  const exchanges = [deleted.exchange, after.exchange];
  const came = `After DELETE (${deleted.status}), tools/list in the ended session was answered ${describeAnswer(after)}`;
  if (after.kind === 'result' || after.kind === 'accepted')
    return {
      verdict: 'fail',
      message: `${came}: the session LIVES ON; 404 was expected.`,
      exchanges,
      certain: true,
      accepted: true,
    };
  if (after.status === 404)
    return { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false };
  return {
    verdict: 'fail',
    message: `${came}: not served, but only 404 makes a client open a new session.`,
    exchanges,
    accepted: false,
  };
}
