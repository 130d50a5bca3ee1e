import { listsExpectedTools } from '../../../src/checks/server/lists-expected-tools.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  listsExpectedTools,
  { 'leaves-a-tool-out': 'fail' },
  { clients: ['machine'], converse: true, target: { expect: { tools: ['add', 'subtract'], calls: [] } } },
);
