import { rejectsRefreshToken } from '../../../src/checks/endpoint/rejects-refresh-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  rejectsRefreshToken,
  {
    'takes-any-kind-of-token': 'fail',
  },
  { clients: ['machine', 'person'] },
);
