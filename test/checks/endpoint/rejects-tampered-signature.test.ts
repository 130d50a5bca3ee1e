import { rejectsTamperedSignature } from '../../../src/checks/endpoint/rejects-tampered-signature.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsTamperedSignature, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/rejects-alg-none',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
  ],
});
