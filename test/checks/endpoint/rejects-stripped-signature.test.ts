import { rejectsStrippedSignature } from '../../../src/checks/endpoint/rejects-stripped-signature.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsStrippedSignature, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/refuses-with-401-not-500',
    'endpoint/rejects-alg-none',
    'endpoint/rejects-embedded-key',
    'endpoint/rejects-key-confusion',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
    'endpoint/rejects-unknown-key',
  ],
});

describeByMutants(rejectsStrippedSignature, {
  'believes-what-has-no-signature': 'fail',
  'believes-two-segments': 'fail',
  'decodes-without-verifying': 'fail',
});
