import { rejectsGarbageToken } from '../../../src/checks/endpoint/rejects-garbage-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsGarbageToken, {
  brokenBy: { behaviour: { verify: 'none' } },
  alsoFails: [
    'endpoint/refuses-with-401-not-500',
    'endpoint/rejects-alg-none',
    'endpoint/rejects-embedded-key',
    'endpoint/rejects-key-confusion',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
    'endpoint/rejects-unknown-key',
    'session/does-not-replace-a-good-token',
  ],
});

describeByMutants(rejectsGarbageToken, {
  'open-door': 'fail',
  'breaks-on-bad-tokens': 'fail',
  'refuses-within-200': 'fail',
});
