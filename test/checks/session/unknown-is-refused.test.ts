import { unknownIsRefused } from '../../../src/checks/session/unknown-is-refused.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(unknownIsRefused, {
  'unknown-session-is-served': 'fail',
  'unknown-session-is-401': 'warn',
});
