import { rejectsNoToken } from '../../../src/checks/endpoint/rejects-no-token.ts';
import { describeCheck } from '../describe-check.ts';

// Who may come without a token may come with a bad one, too.
describeCheck(rejectsNoToken, {
  brokenBy: { behaviour: { publicMethods: ['initialize', 'tools/list'] } },
  alsoFails: [
    'endpoint/rejects-alg-none',
    'endpoint/rejects-garbage-token',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
  ],
});
