import { cacheHintsArePresent } from '../../../src/checks/leakage/cache-hints-are-present.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(cacheHintsArePresent, {
  'omits-ttl': 'warn',
  'omits-cache-scope': 'warn',
});
