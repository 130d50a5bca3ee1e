import { rejectsBatchesWithoutToken } from '../../../src/checks/coverage/rejects-batches-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsBatchesWithoutToken, {
  'dispatches-batches-before-the-gate': 'fail',
});
