import { refusesPkceDowngrade } from '../../../src/checks/authorization-endpoint/refuses-pkce-downgrade.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesPkceDowngrade,
  {
    'pkce-downgrade': 'fail',
  },
  { clients: ['person'] },
);
