import { rejectsToolCallWithoutToken } from '../../../src/checks/endpoint/rejects-tool-call-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsToolCallWithoutToken, { brokenBy: { behaviour: { publicMethods: ['tools/call'] } } });

describeByMutants(rejectsToolCallWithoutToken, {
  'open-door': 'fail',
  'lets-strangers-call-tools': 'fail',
});
