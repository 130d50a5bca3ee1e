import { rejectsOtherScheme } from '../../../src/checks/endpoint/rejects-other-scheme.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsOtherScheme, {
  'takes-basic-credentials-of-nobody': 'fail',
  'sends-to-a-login-page': 'fail',
});
