import { canBeUndone } from '../../../src/checks/registration/can-be-undone.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  canBeUndone,
  {
    'registers-for-ever': 'info',
    'refuses-its-own-registration-token': 'info',
  },
  { clients: ['person'] },
);
