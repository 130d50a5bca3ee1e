import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import type { Check, Judgement } from '../check.ts';
import { noSessions, SESSION_MANAGEMENT, sessionless } from '../no-sessions.ts';
import { visitSession } from '../session-visit.ts';

export const unknownIsRefused: Check<ProbeAnswer | undefined> = {
  id: 'session/unknown-is-refused',
  title: 'refuses a session id that it never issued',
  level: 'MUST',
  spec: [...SESSION_MANAGEMENT, 'derived from the rule for sessions that have ended'],
  only: 'legacy',
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    '`tools/list` comes with the good token and a random `Mcp-Session-Id`, to a server that issues such ids: 404 or 400 has to come back.',
  fails:
    'It is served, or a session begins under the id that the client chose: `fail`, since an attacker could choose it for somebody. Another refusal: `warn`, because only 404 makes a client begin anew.',
  fix: 'Look the session id up among those the server issued, answer 404 when it is not there, and begin sessions with `initialize` alone.',
  unmet: sessionless,
  // In a visit to a session, because a server without sessions may well pass over the header.
  observe: async (context) => (await visitSession(context))?.unknown,
  judge: (answer) => (answer === undefined ? noSessions() : judgeUnknown(answer)),
};

function judgeUnknown(answer: ProbeAnswer): Judgement {
  const exchanges = [answer.exchange];
  const came = `A tools/list with the good token and a session id that was never issued was answered ${describeAnswer(answer)}`;
  const isServed = answer.kind === 'result' || answer.kind === 'accepted';
  const begins = answer.status < 300 && answer.sessionId !== undefined;
  if (isServed || begins)
    return {
      verdict: 'fail',
      message: `${came}: ${begins ? 'a session BEGAN' : 'it was SERVED'}; 404 was expected.`,
      exchanges,
      certain: true,
      accepted: true,
    };
  if (answer.status === 404 || answer.status === 400)
    return { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false };
  return {
    verdict: 'warn',
    message: `${came}: refused, but only 404 makes a client open a new session.`,
    exchanges,
    accepted: false,
  };
}
