import { serverMetadataAgrees } from '../../../src/checks/discovery/server-metadata-agrees.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  serverMetadataAgrees,
  { 'documents-disagree': 'warn', 'documents-disagree-on-pkce': 'warn' },
  { clients: [] },
);
