import type { Check } from '../check.ts';
import { NO_SESSIONS, SESSION_HIJACKING, sessionless } from '../no-sessions.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { visitSession } from '../session-visit.ts';
import { TOKEN_HANDLING } from '../sources.ts';

export const doesNotReplaceAGoodToken: Check<Refusals> = {
  id: 'session/does-not-replace-a-good-token',
  title: 'looks at the token of every request of a session, not only at the first',
  level: 'MUST',
  spec: [...SESSION_HIJACKING, ...TOKEN_HANDLING],
  only: 'legacy',
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    'In a session that was opened with the good token, `tools/list` comes with a bearer value that is no token: 401 has to come back.',
  fails: 'It is accepted because the session is known, or refused with another status than 401: `fail`.',
  fix: 'Verify the token of each request; that a session was opened with a good one says nothing of who sends the next request.',
  unmet: sessionless,
  observe: async (context) => {
    const visit = await visitSession(context);
    return {
      attempts: visit === undefined ? [] : [visit.garbage],
      spoken: spokenEra(context),
      skipped: NO_SESSIONS,
    };
  },
  judge: (observation) => judgeRefusals(observation),
};
