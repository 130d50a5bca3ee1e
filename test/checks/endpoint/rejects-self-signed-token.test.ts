import { rejectsSelfSignedToken } from '../../../src/checks/endpoint/rejects-self-signed-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsSelfSignedToken, {
  brokenBy: { behaviour: { skip: ['signature'] } },
  alsoFails: [
    'endpoint/refuses-with-401-not-500',
    'endpoint/rejects-alg-none',
    'endpoint/rejects-embedded-key',
    'endpoint/rejects-key-confusion',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
    'endpoint/rejects-unknown-key',
  ],
});

describeByMutants(rejectsSelfSignedToken, {
  'accepts-any-signature': 'fail',
  'decodes-without-verifying': 'fail',
});
