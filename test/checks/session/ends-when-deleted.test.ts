import { endsWhenDeleted } from '../../../src/checks/session/ends-when-deleted.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(endsWhenDeleted, {
  'session-lives-on': 'fail',
  'ended-session-is-400': 'fail',
});
