import { challengeLeavesOutOfflineAccess } from '../../../src/checks/discovery/challenge-leaves-out-offline-access.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  challengeLeavesOutOfflineAccess,
  {
    'challenge-asks-for-offline-access': 'warn',
  },
  { clients: [] },
);
