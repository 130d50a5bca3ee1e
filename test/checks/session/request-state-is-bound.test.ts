import { requestStateIsBound } from '../../../src/checks/session/request-state-is-bound.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(requestStateIsBound, {
  'request-state-unsealed': 'warn',
  'request-state-of-anybody': 'warn',
});
