import { rejectsUnknownMethodsWithoutToken } from '../../../src/checks/coverage/rejects-unknown-methods-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsUnknownMethodsWithoutToken, {
  'looks-for-the-method-before-the-token': 'fail',
  'tells-anybody-which-methods-there-are': 'fail',
  'gate-overlooks-handshake-requests': 'fail',
  'gate-overlooks-modern-requests': 'fail',
});
