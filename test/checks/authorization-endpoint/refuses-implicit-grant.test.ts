import { refusesImplicitGrant } from '../../../src/checks/authorization-endpoint/refuses-implicit-grant.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesImplicitGrant,
  {
    'implicit-grant': 'warn',
  },
  { clients: ['person'] },
);
