import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, quote } from '../../look.ts';
import { brokenSessions } from './broken-sessions.ts';
import { COMPARE, frontOf, setting } from './seen.ts';
import { passSessionHeader } from './settings.ts';

export const sessionHeaderDropped: KnownRule = {
  code: 'gateway/session-header-dropped',
  leg: 'session',
  explains: ['session/*', 'server/*'],
  about: {
    title: 'The Mcp-Session-Id header does not get through.',
    cause: 'A gateway takes it out of requests or answers, and the server asks for it in vain.',
    fix: 'Let the gateway pass Mcp-Session-Id on, in both directions.',
  },
  diagnose: (symptoms) => {
    const broken = brokenSessions(symptoms, 400).find(({ error }) => /session/i.test(error.message));
    if (broken === undefined) return [];
    const { opened, refused, error } = broken;
    const front = frontOf(refused);
    return [
      found(
        `The server misses the Mcp-Session-Id header: ${front.whole} most likely drops it.`,
        `initialize (exchange ${opened.n}) was answered 200; the next request (exchange ${refused.n}) got 400${front.told}, and the server said ${quote(error.message)}. The official SDK sends the header whenever the server gave one.`,
        'Let Mcp-Session-Id pass in both directions, as Authorization does. 2026-07-28 has no sessions and is not affected.',
        {
          confidence: 'likely',
          ...setting(front, passSessionHeader),
          alternatives: [
            'The header is taken out of the answer to initialize, so the client never learned of the session.',
            'The server gives no session id and then demands one.',
          ],
          decide: COMPARE,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
