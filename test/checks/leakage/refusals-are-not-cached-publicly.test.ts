import { refusalsAreNotCachedPublicly } from '../../../src/checks/leakage/refusals-are-not-cached-publicly.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(refusalsAreNotCachedPublicly, {
  'caches-refusals': 'warn',
});
