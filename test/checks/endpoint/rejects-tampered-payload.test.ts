import { rejectsTamperedPayload } from '../../../src/checks/endpoint/rejects-tampered-payload.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsTamperedPayload, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/rejects-alg-none',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-signature',
  ],
});
