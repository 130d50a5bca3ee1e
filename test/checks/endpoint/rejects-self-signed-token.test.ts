import { rejectsSelfSignedToken } from '../../../src/checks/endpoint/rejects-self-signed-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsSelfSignedToken, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/rejects-alg-none',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
  ],
});
