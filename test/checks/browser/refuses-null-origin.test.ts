import { refusesNullOrigin } from '../../../src/checks/browser/refuses-null-origin.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(refusesNullOrigin, {
  'takes-any-origin': 'fail',
  'takes-the-null-origin': 'fail',
  'refuses-origins-with-400': 'fail',
});
