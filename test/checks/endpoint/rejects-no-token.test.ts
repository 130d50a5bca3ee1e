import { rejectsNoToken } from '../../../src/checks/endpoint/rejects-no-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

// Who may come without a token may come with a bad one, too.
describeCheck(rejectsNoToken, {
  brokenBy: { behaviour: { publicMethods: ['initialize', 'tools/list'] } },
  alsoFails: [
    'coverage/rejects-batches-without-token',
    'coverage/rejects-listing-tools-without-token',
    'coverage/rejects-path-variants',
    'coverage/rejects-requests-without-version',
    'endpoint/refuses-with-401-not-500',
    'endpoint/rejects-alg-none',
    'endpoint/rejects-embedded-key',
    'endpoint/rejects-empty-token',
    'endpoint/rejects-garbage-token',
    'endpoint/rejects-key-confusion',
    'endpoint/rejects-missing-scheme',
    'endpoint/rejects-other-scheme',
    'endpoint/rejects-self-signed-token',
    'endpoint/rejects-stripped-signature',
    'endpoint/rejects-tampered-payload',
    'endpoint/rejects-tampered-signature',
    'endpoint/rejects-unknown-key',
    'session/does-not-replace-a-good-token',
    'session/is-no-credential',
  ],
});

describeByMutants(rejectsNoToken, {
  'open-door': 'fail',
  'refuses-with-403': 'fail',
  'sends-to-a-login-page': 'fail',
  'refuses-within-200': 'fail',
});
