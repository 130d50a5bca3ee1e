import { bindsCodesToClient } from '../../../src/checks/authorization-endpoint/binds-codes-to-client.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  bindsCodesToClient,
  {
    'codes-for-any-client': 'fail',
  },
  { clients: ['machine', 'person'] },
);
