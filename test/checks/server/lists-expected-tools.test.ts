import { listsExpectedTools } from '../../../src/checks/server/lists-expected-tools.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(listsExpectedTools, {
  given: { expect: { tools: ['add', 'subtract'], calls: [] } },
  brokenBy: { behaviour: { tools: (all) => all.filter((tool) => tool.name !== 'add') } },
});
