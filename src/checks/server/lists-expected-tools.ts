import { quoteAll } from '../../token/index.ts';
import type { Session } from '../../types.ts';
import type { Check } from '../check.ts';
import { spokenSessions } from '../sessions.ts';

interface Listing {
  readonly wanted: readonly string[];
  readonly sessions: readonly Pick<Session, 'protocol' | 'tools' | 'exchanges'>[];
}

export const listsExpectedTools: Check<Listing> = {
  id: 'server/lists-expected-tools',
  title: 'lists every expected tool',
  level: 'MUST',
  spec: ['expectation of this run'],
  passes: 'tools/list names every tool of --expect-tool, in every era that is spoken.',
  fails: 'One of them is missing: fail.',
  fix: 'Register the tool in the server, or grant what it takes: servers leave tools out which the token may not call.',
  per: 'flow',
  unmet: ({ evidence }) =>
    evidence.target.expect.tools.length === 0
      ? 'No tool is expected; name one with --expect-tool.'
      : undefined,
  observe: async ({ evidence, flow }) => ({
    wanted: evidence.target.expect.tools,
    sessions: flow === undefined ? [] : spokenSessions(flow),
  }),
  judge: ({ wanted, sessions }) => {
    const exchanges = sessions.flatMap((session) => session.exchanges);
    if (sessions.length === 0)
      return { verdict: 'blocked', message: 'There was no session to list tools in.', exchanges };
    const problems = sessions.flatMap(({ protocol, tools }) => {
      const names = tools.map((tool) => tool.name);
      const missing = wanted.filter((name) => !names.includes(name));
      return missing.length === 0 ? [] : `${protocol} lists ${quoteAll(names)}, not ${quoteAll(missing)}`;
    });
    return problems.length > 0
      ? { verdict: 'fail', message: `${problems.join('; ')}; ${quoteAll(wanted)} was expected.`, exchanges }
      : {
          verdict: 'pass',
          message: `${quoteAll(wanted)} listed in ${sessions.map((one) => one.protocol).join(' and ')}.`,
          exchanges,
        };
  },
};
