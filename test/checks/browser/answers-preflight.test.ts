import { answersPreflight } from '../../../src/checks/browser/answers-preflight.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(answersPreflight, {
  'wants-a-token-for-preflights': 'warn',
  'allows-too-few-headers': 'warn',
  'forgets-headers-of-mcp': 'warn',
});
