import { rejectsTokenInBody } from '../../../src/checks/endpoint/rejects-token-in-body.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsTokenInBody, {
  'reads-token-in-body': 'warn',
  'lets-in-by-form': 'fail',
});
