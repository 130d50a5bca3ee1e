import { doesNotReplaceAGoodToken } from '../../../src/checks/session/does-not-replace-a-good-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(doesNotReplaceAGoodToken, {
  'session-excuses-bad-token': 'fail',
});
