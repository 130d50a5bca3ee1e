import { codesAreSingleUse } from '../../../src/checks/authorization-endpoint/codes-are-single-use.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  codesAreSingleUse,
  {
    'codes-work-twice': 'fail',
  },
  { clients: ['person'] },
);
