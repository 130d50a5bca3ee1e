import { rejectsGarbageToken } from '../../../src/checks/endpoint/rejects-garbage-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsGarbageToken, {
  brokenBy: { behaviour: { verify: 'none' } },
  alsoFails: [
    'endpoint/rejects-alg-none',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
  ],
});
