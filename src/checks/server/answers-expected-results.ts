import { isDeepStrictEqual } from 'node:util';
import { quote } from '../../token/index.ts';
import type { CallExpectation, Session } from '../../types.ts';
import type { Check } from '../check.ts';
import { spokenSessions } from '../sessions.ts';

interface Calling {
  readonly wanted: readonly CallExpectation[];
  readonly sessions: readonly Pick<Session, 'protocol' | 'calls'>[];
}

export const answersExpectedResults: Check<Calling> = {
  id: 'server/answers-expected-results',
  title: 'answers every call with the expected result',
  level: 'MUST',
  spec: ['expectation of this run'],
  passes:
    'Every call named with --call or in the file answers in every era that is spoken, with the result that stands there.',
  fails: 'A call fails, brings another result, or could not be made: fail.',
  fix: 'Look at the tool and its arguments. If only this token is refused, grant the scope or role that the tool demands.',
  per: 'flow',
  unmet: ({ evidence, flow }) => {
    const called = flow?.sessions.some((session) => session.calls.length > 0) === true;
    const wanted = evidence.target.expect.calls.length > 0;
    return called || wanted ? undefined : "No call is expected; name one with --call 'TOOL ARGS => RESULT'.";
  },
  observe: async ({ evidence, flow }) => ({
    wanted: evidence.target.expect.calls,
    sessions: flow === undefined ? [] : spokenSessions(flow),
  }),
  judge: ({ wanted, sessions }) => {
    const calls = sessions.flatMap((session) => session.calls);
    const exchanges = calls.flatMap((call) => call.exchanges);
    if (sessions.length === 0)
      return { verdict: 'blocked', message: 'There was no session to call tools in.', exchanges };
    const problems = sessions.flatMap((session) => problemsOf(session, wanted));
    return problems.length > 0
      ? { verdict: 'fail', message: `${problems.join('; ')}.`, exchanges }
      : { verdict: 'pass', message: `${calls.length} calls answered as expected.`, exchanges };
  },
};

function problemsOf(
  { protocol, calls }: Calling['sessions'][number],
  wanted: Calling['wanted'],
): readonly string[] {
  const wrong = calls
    .filter((call) => call.verdict === 'fail')
    .map((call) => `${protocol}: ${quote(call.tool)} ${call.message ?? 'did not answer as expected'}`);
  const missing = wanted
    .filter(
      ({ tool, arguments: given }) =>
        !calls.some((call) => call.tool === tool && isDeepStrictEqual(call.arguments, given)),
    )
    .map(({ tool }) => `${protocol}: ${quote(tool)} was not called`);
  return [...wrong, ...missing];
}
