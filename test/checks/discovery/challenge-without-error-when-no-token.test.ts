import { challengeWithoutErrorWhenNoToken } from '../../../src/checks/discovery/challenge-without-error-when-no-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  challengeWithoutErrorWhenNoToken,
  {
    'challenge-with-error-for-no-token': 'info',
  },
  { clients: [] },
);
