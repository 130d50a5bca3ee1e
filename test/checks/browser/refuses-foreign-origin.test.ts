import { refusesForeignOrigin } from '../../../src/checks/browser/refuses-foreign-origin.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(refusesForeignOrigin, {
  'takes-any-origin': 'fail',
  'takes-origins-that-begin-alike': 'fail',
  'refuses-origins-with-400': 'fail',
  'trusts-rebound-pages': 'fail',
});
