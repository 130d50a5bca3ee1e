import { refreshDoesNotWiden } from '../../../src/checks/authorization-endpoint/refresh-does-not-widen.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refreshDoesNotWiden,
  {
    'refreshes-for-more': 'fail',
  },
  { clients: ['person'] },
);
