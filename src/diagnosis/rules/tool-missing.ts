import type { KnownRule } from '../known-rule.ts';
import { failedIds, found, quoteAll } from '../look.ts';

export const toolMissing: KnownRule = {
  code: 'session/tool-missing',
  leg: 'session',
  checks: ['server/lists-expected-tools'],
  about: {
    title: 'An expected tool is not listed.',
    cause: 'The name differs, or the token does not allow it.',
    fix: "Compare names, and the token's scopes and roles.",
  },
  diagnose: (symptoms) => {
    const results = failedIds(symptoms, ({ id }) => id === 'server/lists-expected-tools');
    if (results.length === 0) return [];
    const listed = symptoms.evidence.flows
      .flatMap((flow) => flow.sessions)
      .filter((session) => session.error === null)
      .map((session) => session.tools.map((tool) => tool.name));
    if (listed.length === 0) return [];
    const everywhere = (name: string): boolean => listed.every((names) => names.includes(name));
    const missing = symptoms.evidence.target.expect.tools.filter((name) => !everywhere(name));
    return [
      found(
        `Expected tools are not listed: ${quoteAll(missing)}.`,
        `The server lists ${quoteAll([...new Set(listed.flat())])}.`,
        'Check the name. Some servers list only the tools that the token allows: compare its scopes and roles.',
        { results },
      ),
    ];
  },
};
