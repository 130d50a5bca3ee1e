import { answersExpectedResults } from '../../../src/checks/server/answers-expected-results.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(answersExpectedResults, {
  given: { expect: { tools: [], calls: [{ tool: 'add', arguments: { a: 1, b: 2 }, result: 3 }] } },
  brokenBy: { behaviour: { tools: (all) => all.map((tool) => ({ ...tool, run: () => ({ result: 4 }) })) } },
});
