import { errorsCarryStateAndIss } from '../../../src/checks/authorization-endpoint/errors-carry-state-and-iss.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  errorsCarryStateAndIss,
  {
    'errors-without-state': 'fail',
    'errors-without-iss': 'fail',
    'errors-with-state-twice': 'fail',
    'state-of-the-first-sign-in': 'fail',
    'says-another-iss': 'fail',
  },
  { clients: ['person'] },
);
