import { exposesChallengeAcrossOrigins } from '../../../src/checks/browser/exposes-challenge-across-origins.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(exposesChallengeAcrossOrigins, {
  'hides-the-challenge-from-pages': 'warn',
  'hides-the-session-from-pages': 'warn',
  'forgets-cors-on-refusals': 'warn',
});
