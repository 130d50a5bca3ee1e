import { rejectsMissingScheme } from '../../../src/checks/endpoint/rejects-missing-scheme.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsMissingScheme, {
  'takes-words-for-tokens': 'fail',
  'breaks-on-malformed-headers': 'fail',
});
