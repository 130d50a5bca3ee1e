import { rejectsEmptyToken } from '../../../src/checks/endpoint/rejects-empty-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsEmptyToken, {
  'takes-empty-tokens': 'fail',
  'breaks-on-malformed-headers': 'fail',
});
