import { answersExpectedResults } from '../../../src/checks/server/answers-expected-results.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

const calls = [
  { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 },
  { tool: 'subtract', arguments: { a: 5, b: 3 }, result: 2 },
];

describeByMutants(
  answersExpectedResults,
  { 'calculates-wrongly': 'fail', 'fails-every-call': 'fail' },
  { clients: ['machine'], converse: true, target: { expect: { tools: [], calls } } },
);
