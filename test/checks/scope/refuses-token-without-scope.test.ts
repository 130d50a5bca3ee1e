import { refusesTokenWithoutScope } from '../../../src/checks/scope/refuses-token-without-scope.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesTokenWithoutScope,
  {
    'takes-no-scope-for-every-scope': 'fail',
    'ignores-scopes': 'fail',
    'insufficient-is-401': 'warn',
  },
  { clients: ['machine', 'person'] },
);
