import { rejectsTamperedPayload } from '../../../src/checks/endpoint/rejects-tampered-payload.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsTamperedPayload, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/refuses-with-401-not-500',
    'endpoint/rejects-alg-none',
    'endpoint/rejects-embedded-key',
    'endpoint/rejects-key-confusion',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-signature',
    'endpoint/rejects-unknown-key',
  ],
});

describeByMutants(rejectsTamperedPayload, {
  'accepts-any-signature': 'fail',
  'believes-other-subjects': 'fail',
});
