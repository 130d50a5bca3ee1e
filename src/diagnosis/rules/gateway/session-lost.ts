import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found } from '../../look.ts';
import { brokenSessions } from './broken-sessions.ts';
import { frontOf, setting } from './seen.ts';
import { stickToOneServer } from './settings.ts';

export const sessionLost: KnownRule = {
  code: 'gateway/session-lost',
  leg: 'session',
  explains: ['session/*', 'server/*'],
  about: {
    title: 'The server does not know the session that it opened a moment ago.',
    cause:
      'Several servers share the load, and each knows its own sessions only; or sessions do not live long enough.',
    fix: 'Send one client to one server, share the sessions, or serve without them.',
  },
  diagnose: (symptoms) => {
    const [lost, ...more] = brokenSessions(symptoms, 404);
    if (lost === undefined) return [];
    const { opened, refused } = lost;
    const front = frontOf(refused);
    return [
      found(
        'The session is lost between two requests: most likely several servers share the load, and each knows its own sessions only.',
        `initialize (exchange ${opened.n}) opened a session, and a following request with its Mcp-Session-Id (exchange ${refused.n}) got 404, which means "no such session" (Streamable HTTP)${front.told}.${more.length > 0 ? ` So it went ${more.length + 1} times.` : ''} 2026-07-28 has no sessions and is not affected.`,
        'Keep the sessions in a store that all servers share, serve without sessions (stateless), or send one client always to one server. Affinity by cookie (ARR, load balancers) does not help: MCP clients keep no cookies.',
        {
          confidence: 'likely',
          ...setting(front, stickToOneServer),
          alternatives: [
            'The server restarts or scales to zero between two requests.',
            'The server forgets sessions at once, or opens them for one token and looks them up for another.',
          ],
          decide:
            'Run with a single server behind the gateway: if the session then holds, it is the distribution.',
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
