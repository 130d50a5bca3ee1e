import { rejectsGetWithoutToken } from '../../../src/checks/endpoint/rejects-get-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsGetWithoutToken, {
  brokenBy: { behaviour: { publicHttpMethods: ['GET'] } },
  alsoFails: ['session/is-no-credential'],
});

describeByMutants(rejectsGetWithoutToken, {
  'lets-strangers-listen': 'fail',
  'refuses-with-403': 'fail',
});
