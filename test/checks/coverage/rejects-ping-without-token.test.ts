import { rejectsPingWithoutToken } from '../../../src/checks/coverage/rejects-ping-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsPingWithoutToken, {
  'answers-anybodys-ping': 'fail',
  'ping-is-not-guarded': 'fail',
  'gate-overlooks-handshake-requests': 'fail',
});
