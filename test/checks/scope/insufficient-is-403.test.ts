import { insufficientIs403 } from '../../../src/checks/scope/insufficient-is-403.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(insufficientIs403, {
  'ignores-scopes': 'fail',
  'insufficient-is-401': 'warn',
  'insufficient-is-tool-error': 'warn',
  'insufficient-is-rpc-error': 'warn',
});
