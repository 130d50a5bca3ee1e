import { protectedResourceMetadataFound } from '../../../src/checks/discovery/protected-resource-metadata-found.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(protectedResourceMetadataFound, {
  brokenBy: { behaviour: { protectedResourceMetadata: () => undefined } },
  alsoFails: ['discovery/challenge-names-resource-metadata'],
});

describeByMutants(
  protectedResourceMetadataFound,
  {
    'metadata-nowhere': 'fail',
    'metadata-behind-the-gate': 'fail',
    'metadata-forbidden-by-a-firewall': 'fail',
  },
  { clients: [] },
);
