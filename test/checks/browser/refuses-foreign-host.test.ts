import { refusesForeignHost } from '../../../src/checks/browser/refuses-foreign-host.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(refusesForeignHost, {
  'takes-any-host': 'warn',
  'trusts-rebound-pages': 'fail',
});
