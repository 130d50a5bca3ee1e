import { metadataOnOwnOrigin } from '../../../src/checks/discovery/metadata-on-own-origin.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataOnOwnOrigin,
  {
    'challenge-names-metadata-elsewhere': 'warn',
  },
  { clients: [] },
);
