import { challengeIsStable } from '../../../src/checks/discovery/challenge-is-stable.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  challengeIsStable,
  {
    'challenge-changes-its-metadata': 'warn',
    'challenge-changes-its-scopes': 'warn',
  },
  { clients: [] },
);
