import { metadataAtPath } from '../../../src/checks/discovery/metadata-at-path.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataAtPath,
  {
    'metadata-nowhere': 'info',
    'metadata-at-root-alone': 'info',
  },
  { clients: [] },
);
