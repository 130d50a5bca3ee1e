import type { KnownRule } from '../../known-rule.ts';
import { failedSteps, found, quote } from '../../look.ts';
import { COMPARE, frontOf, numbered, setting } from './seen.ts';
import { passProtocolHeaders } from './settings.ts';

/** MCP 2026-07-28, transports: the headers and the body disagree, or a header is missing. */
const HEADER_MISMATCH = /-32020\b/;

export const protocolHeadersDropped: KnownRule = {
  code: 'gateway/protocol-headers-dropped',
  leg: 'session',
  explains: ['session/*', 'server/*'],
  about: {
    title: 'The MCP protocol headers do not reach the server.',
    cause:
      'A gateway takes out or changes Mcp-Protocol-Version, Mcp-Method or Mcp-Name, which 2026-07-28 demands.',
    fix: 'Let the gateway pass every header that begins with Mcp- on.',
  },
  diagnose: (symptoms) => {
    const session = symptoms.evidence.flows
      .flatMap(({ sessions }) => sessions)
      .find(({ era, error }) => era === 'modern' && HEADER_MISMATCH.test(error?.message ?? ''));
    const refused = numbered(symptoms, session?.exchanges ?? []).find(({ status }) => status === 400);
    if (session?.error == null || refused === undefined) return [];
    const front = frontOf(refused);
    return [
      found(
        `The server does not see the Mcp headers that the client sent: ${front.whole} most likely drops them.`,
        `The official SDK sends Mcp-Protocol-Version, Mcp-Method and Mcp-Name with every request of 2026-07-28. Exchange ${refused.n} got 400${front.told}: ${quote(session.error.message)}.`,
        'Let every header that begins with Mcp- pass; gateways with a list of allowed headers need Mcp-Protocol-Version, Mcp-Method, Mcp-Name and Mcp-Session-Id on it. Older revisions work without the first three.',
        {
          confidence: 'likely',
          ...setting(front, passProtocolHeaders),
          alternatives: ['The server reads the headers wrongly.'],
          decide: COMPARE,
          results: failedSteps(symptoms),
        },
      ),
    ];
  },
};
