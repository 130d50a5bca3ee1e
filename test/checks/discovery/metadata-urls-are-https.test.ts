import { metadataUrlsAreHttps } from '../../../src/checks/discovery/metadata-urls-are-https.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataUrlsAreHttps,
  {
    'metadata-names-keys-over-http': 'fail',
    'authorization-server-over-http': 'fail',
  },
  { clients: [] },
);
