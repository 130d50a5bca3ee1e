import { rejectsPathVariants } from '../../../src/checks/coverage/rejects-path-variants.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsPathVariants, {
  'gate-does-not-know-a-slash-more': 'fail',
  'gate-does-not-know-a-slash-before': 'fail',
  'gate-does-not-know-upper-case': 'fail',
  'gate-does-not-know-an-encoded-slash': 'fail',
  'gate-does-not-know-a-path-parameter': 'fail',
  'takes-the-override-header-at-its-word': 'fail',
});
