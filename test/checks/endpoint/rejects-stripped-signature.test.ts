import { rejectsStrippedSignature } from '../../../src/checks/endpoint/rejects-stripped-signature.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsStrippedSignature, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/rejects-alg-none',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
  ],
});
