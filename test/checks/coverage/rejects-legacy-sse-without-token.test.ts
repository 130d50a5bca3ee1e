import { rejectsLegacySseWithoutToken } from '../../../src/checks/coverage/rejects-legacy-sse-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsLegacySseWithoutToken, {
  'serves-the-old-transport-at-sse': 'fail',
  'serves-the-old-transport-at-the-endpoint': 'fail',
});
