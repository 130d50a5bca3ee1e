import { serverLeavesOutLegacyGrants } from '../../../src/checks/discovery/server-leaves-out-legacy-grants.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  serverLeavesOutLegacyGrants,
  { 'offers-implicit-grant': 'info', 'offers-response-type-token': 'info' },
  { clients: [] },
);
