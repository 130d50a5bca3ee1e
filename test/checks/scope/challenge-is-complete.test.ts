import { challengeIsComplete } from '../../../src/checks/scope/challenge-is-complete.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(challengeIsComplete, {
  'challenges-scope-by-scope': 'warn',
  'insufficient-names-granted-scopes': 'warn',
});
