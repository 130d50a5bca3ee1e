import { rejectsRequestsWithoutVersion } from '../../../src/checks/coverage/rejects-requests-without-version.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsRequestsWithoutVersion, {
  'gate-wants-a-version-header': 'fail',
  'gate-wants-modern-headers': 'fail',
  'tools-list-is-not-guarded': 'fail',
  'gate-overlooks-handshake-requests': 'fail',
});
