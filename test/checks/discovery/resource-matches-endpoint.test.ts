import { resourceMatchesEndpoint } from '../../../src/checks/discovery/resource-matches-endpoint.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(resourceMatchesEndpoint, {
  brokenBy: {
    behaviour: {
      protectedResourceMetadata: (document) => ({ ...document, resource: `${document.resource}/` }),
    },
  },
});
