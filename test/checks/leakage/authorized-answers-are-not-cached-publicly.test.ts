import { authorizedAnswersAreNotCachedPublicly } from '../../../src/checks/leakage/authorized-answers-are-not-cached-publicly.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(authorizedAnswersAreNotCachedPublicly, {
  'caches-authorized-answers': 'fail',
  'caches-authorized-answers-at-the-edge': 'fail',
  'says-nothing-of-caching': 'info',
});
