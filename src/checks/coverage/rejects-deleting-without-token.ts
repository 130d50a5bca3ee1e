import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { noSessions, sessionless } from '../no-sessions.ts';
import { inSession, type OwnSession, withSession } from '../own-session.ts';
import { judgeRefusals } from '../refusal.ts';
import { ERROR_HANDLING } from '../sources.ts';

interface Deletion {
  /** A ping with the token, before and after. */
  readonly before: ProbeAnswer;
  readonly answer: ProbeAnswer;
  readonly after: ProbeAnswer;
}

export const rejectsDeletingWithoutToken: Check<Deletion | undefined> = {
  id: 'coverage/rejects-deleting-without-token',
  title: 'ends no session for a DELETE without a token',
  level: 'MUST',
  spec: [...ERROR_HANDLING, 'MCP 2025-11-25 transports, Session Management'],
  passes:
    'A DELETE with the id of a live session of our own, but without a token, is answered 401 (or 405 by a server whose sessions clients cannot end), and the session still works afterwards.',
  fails:
    'A DELETE that is accepted is a critical failure, and so is a session that is gone afterwards, whatever was answered. Any other status fails as a refusal of the wrong kind.',
  fix: 'Let the gate guard DELETE as it guards POST; in many frameworks each HTTP method is routed, and guarded, by itself.',
  per: 'era',
  only: 'legacy',
  needsToken: true,
  part: 'negative',
  unmet: sessionless,
  observe: (context) => withSession(context, (session) => deletion(context, session)),
  judge: (observation) => (observation === undefined ? noSessions() : judge(observation)),
};

async function deletion(context: CheckContext, session: OwnSession): Promise<Deletion> {
  const { probe } = context;
  const own = { ...inSession(session), phase: 'check' } as const;
  const shown = likeTheGoodOne(accessToken(context), context);
  const rpc = { method: 'ping' };
  const before = await probe({ ...own, ...shown, rpc });
  const answer = await probe({ ...own, method: 'DELETE' });
  const after = await probe({ ...own, ...shown, rpc });
  return { before, answer, after };
}

function judge({ before, answer, after }: Deletion): Judgement {
  const exchanges = [before, answer, after].map(({ exchange }) => exchange);
  const came = `A DELETE of a session of our own, without a token, was answered ${describeAnswer(answer)}`;
  const shown = answer.exchange;
  if (before.status < 300 && after.status >= 400 && after.status < 500 && after.status !== 401)
    return {
      verdict: 'fail',
      message: `${came}, and the session is gone: it worked before (${describeAnswer(before)}), and then did not (${describeAnswer(after)}); 401 was expected, and that the session lives on.`,
      exchanges,
      shown,
      certain: true,
      accepted: true,
    };
  // 405: the server lets no client end a session (MCP 2025-11-25 transports, Session Management).
  const attempts = [{ sent: 'a DELETE of a session of our own, without a token,', answer }];
  return { ...judgeRefusals({ attempts, spoken: true }, [405]), exchanges, shown };
}
