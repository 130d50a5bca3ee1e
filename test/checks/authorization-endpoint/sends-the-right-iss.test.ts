import { sendsTheRightIss } from '../../../src/checks/authorization-endpoint/sends-the-right-iss.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  sendsTheRightIss,
  {
    'says-another-iss': 'fail',
    'promises-iss-and-sends-none': 'fail',
    'sends-iss-unannounced': 'fail',
  },
  { clients: ['person'] },
);
