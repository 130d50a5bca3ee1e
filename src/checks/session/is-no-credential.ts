import type { Check } from '../check.ts';
import { NO_SESSIONS, SESSION_HIJACKING, sessionless } from '../no-sessions.ts';
import { judgeRefusals, type Refusals, spokenEra } from '../refusal.ts';
import { visitSession } from '../session-visit.ts';

export const isNoCredential: Check<Refusals> = {
  id: 'session/is-no-credential',
  title: 'does not take a session id for a token',
  level: 'MUST',
  spec: SESSION_HIJACKING,
  only: 'legacy',
  per: 'era',
  needsToken: true,
  part: 'negative',
  passes:
    'A session is opened with the good token. Then `tools/list`, a notification, GET and DELETE come with its `Mcp-Session-Id` and without a token: each has to be refused with 401.',
  fails: 'Any of them is accepted, or refused with another status than 401: `fail`.',
  fix: 'Put the check of the token in front of the transport for every method, and never skip it because a request names a session that is known.',
  unmet: sessionless,
  observe: async (context) => {
    const visit = await visitSession(context);
    return { attempts: visit?.bare ?? [], spoken: spokenEra(context), skipped: NO_SESSIONS };
  },
  // A server without GET streams, or whose sessions clients cannot end, says 405 whoever asks.
  judge: (observation) => judgeRefusals(observation, [405]),
};
