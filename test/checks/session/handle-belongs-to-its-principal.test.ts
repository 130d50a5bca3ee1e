import { handleBelongsToItsPrincipal } from '../../../src/checks/session/handle-belongs-to-its-principal.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(handleBelongsToItsPrincipal, {
  'handle-open-to-strangers': 'warn',
  'handle-is-credential': 'fail',
});
