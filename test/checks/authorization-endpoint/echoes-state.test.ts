import { echoesState } from '../../../src/checks/authorization-endpoint/echoes-state.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  echoesState,
  {
    'state-of-the-first-sign-in': 'fail',
  },
  { clients: ['person'] },
);
