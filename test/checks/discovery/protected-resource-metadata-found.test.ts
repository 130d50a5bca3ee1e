import { protectedResourceMetadataFound } from '../../../src/checks/discovery/protected-resource-metadata-found.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(protectedResourceMetadataFound, {
  brokenBy: { behaviour: { protectedResourceMetadata: () => undefined } },
  alsoFails: ['discovery/challenge-names-resource-metadata'],
});
