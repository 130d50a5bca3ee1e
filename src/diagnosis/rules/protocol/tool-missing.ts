import { closest } from '../../../text/nearest.ts';
import type { KnownRule } from '../../known-rule.ts';
import { failedIds, found, quote, quoteAll } from '../../look.ts';
import { ANSWERS } from './tool-calls.ts';

export const toolMissing: KnownRule = {
  code: 'session/tool-missing',
  leg: 'session',
  explains: ['session/wrong-result'],
  checks: ['server/lists-expected-tools'],
  about: {
    title: 'An expected tool is not listed.',
    cause:
      'The name differs, another version of the server is deployed, or the token does not allow the tool.',
    fix: "Compare names, the deployed version, and the token's scopes and roles.",
  },
  diagnose: (symptoms) => {
    const { flows, target } = symptoms.evidence;
    const sessions = flows.flatMap((flow) => flow.sessions).filter((session) => session.error === null);
    const listed = sessions.map((session) => session.tools.map((tool) => tool.name));
    if (listed.length === 0) return [];
    const all = [...new Set(listed.flat())];
    const wanted = [...new Set([...target.expect.tools, ...target.expect.calls.map(({ tool }) => tool)])];
    const missing = wanted.filter((name) => !listed.every((names) => names.includes(name)));
    if (missing.length === 0) return [];
    const some = missing.filter((name) => all.includes(name));
    const near = missing.flatMap((name) => (all.includes(name) ? [] : closest(name, all).slice(0, 1)));
    return [
      found(
        missing.length === 1
          ? `The server lists no tool ${quoteAll(missing)}, which is expected.`
          : `The server does not list tools that are expected: ${quoteAll(missing)}.`,
        `${some.length > 0 ? `${quoteAll(some)} is listed to some of the tokens only. ` : ''}Listed are ${quoteAll(all)}.`,
        near.length > 0
          ? `Did you mean ${near.map(quote).join(', ')}? Correct the name in --expect-tool, --call or the configuration file, or rename the tool.`
          : some.length > 0
            ? 'The server lists only what a token allows: compare the scopes and roles of the token that does not see it.'
            : 'Deploy the version of the server that has it, or correct the name in --expect-tool, --call or the configuration file.',
        {
          ...(near.length > 0 || some.length > 0
            ? {}
            : {
                confidence: 'likely' as const,
                alternatives: [
                  'The server lists only the tools that a token allows, and this one may not see it.',
                ],
                decide:
                  'Whether a token with every scope and role of the API sees the tool (mcp-authcheck tools TARGET).',
              }),
          results: failedIds(symptoms, ({ id }) => id === 'server/lists-expected-tools' || ANSWERS.has(id)),
        },
      ),
    ];
  },
};
