import { rejectsMissingAudience } from '../../../src/checks/endpoint/rejects-missing-audience.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsMissingAudience, {
  'accepts-missing-audience': 'fail',
  'accepts-any-audience': 'fail',
});
