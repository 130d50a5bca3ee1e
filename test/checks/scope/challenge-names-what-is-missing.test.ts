import { challengeNamesWhatIsMissing } from '../../../src/checks/scope/challenge-names-what-is-missing.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(challengeNamesWhatIsMissing, {
  'insufficient-without-challenge': 'warn',
  'insufficient-without-scope': 'warn',
  'insufficient-without-metadata': 'warn',
  'insufficient-without-error': 'warn',
  'insufficient-names-other-metadata': 'warn',
  'insufficient-names-granted-scopes': 'warn',
});
