import { rejectsWrongAudience } from '../../../src/checks/endpoint/rejects-wrong-audience.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsWrongAudience, {
  given: { attackTokens: true },
  brokenBy: { behaviour: { skip: ['audience'] } },
  alsoFails: ['leakage/rejects-token-of-upstream-api'],
});

describeByMutants(rejectsWrongAudience, {
  'accepts-any-audience': 'fail',
});
