import { challengeNamesResourceMetadata } from '../../../src/checks/discovery/challenge-names-resource-metadata.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(challengeNamesResourceMetadata, {
  brokenBy: {
    behaviour: { challenge: (value) => value.replace('/.well-known/oauth-protected-resource', '/nowhere') },
  },
});
