import { metadataReadableAcrossOrigins } from '../../../src/checks/discovery/metadata-readable-across-origins.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataReadableAcrossOrigins,
  {
    'metadata-without-cors': 'info',
    'metadata-readable-by-one-page': 'info',
  },
  { clients: [] },
);
