import { rejectsDiscoverWithoutToken } from '../../../src/checks/coverage/rejects-discover-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsDiscoverWithoutToken, {
  'tells-anybody-what-it-can': 'fail',
  'gate-overlooks-modern-requests': 'fail',
});
