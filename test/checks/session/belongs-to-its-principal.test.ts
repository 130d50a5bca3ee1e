import { belongsToItsPrincipal } from '../../../src/checks/session/belongs-to-its-principal.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(belongsToItsPrincipal, {
  'session-open-to-strangers': 'fail',
  'strangers-post-into-session': 'warn',
  'strangers-hear-session': 'fail',
  'strangers-end-session': 'fail',
});
