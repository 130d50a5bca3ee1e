import { refusesWith401Not500 } from '../../../src/checks/endpoint/refuses-with-401-not-500.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(refusesWith401Not500, {
  'breaks-on-bad-tokens': 'fail',
  'breaks-on-wrong-signatures': 'fail',
  'ignores-expiry': 'fail',
  'refuses-with-403': 'fail',
  'refuses-within-200': 'fail',
});
