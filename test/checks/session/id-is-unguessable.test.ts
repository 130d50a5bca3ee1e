import { idIsUnguessable } from '../../../src/checks/session/id-is-unguessable.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(idIsUnguessable, {
  'session-ids-count': 'fail',
  'session-ids-count-in-hex': 'fail',
  'session-ids-are-short': 'fail',
  'session-ids-are-thin': 'warn',
  'session-ids-begin-with-time': 'warn',
  'session-ids-are-one': 'fail',
  'session-ids-hold-blanks': 'fail',
});
