import { authorizationServerMetadataFound } from '../../../src/checks/discovery/authorization-server-metadata-found.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  authorizationServerMetadataFound,
  { 'no-server-metadata': 'fail', 'server-metadata-appended': 'fail' },
  { clients: [] },
);
