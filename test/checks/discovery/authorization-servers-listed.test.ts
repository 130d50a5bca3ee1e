import { authorizationServersListed } from '../../../src/checks/discovery/authorization-servers-listed.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(authorizationServersListed, {
  brokenBy: {
    behaviour: { protectedResourceMetadata: (document) => ({ ...document, authorization_servers: [] }) },
  },
});

describeByMutants(
  authorizationServersListed,
  {
    'authorization-servers-missing': 'fail',
    'authorization-server-with-query': 'fail',
    'authorization-server-over-http': 'fail',
  },
  { clients: [] },
);
