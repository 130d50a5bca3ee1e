import { isNoCredential } from '../../../src/checks/session/is-no-credential.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(isNoCredential, {
  'session-id-lets-post-in': 'fail',
  'session-id-lets-notification-in': 'fail',
  'session-id-lets-get-in': 'fail',
  'session-id-lets-delete-in': 'fail',
});
