import { rejectsTokenBeforeItsTime } from '../../../src/checks/endpoint/rejects-token-before-its-time.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsTokenBeforeItsTime, {
  'ignores-not-before': 'fail',
});
