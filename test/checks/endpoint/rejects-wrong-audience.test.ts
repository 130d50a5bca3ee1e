import { rejectsWrongAudience } from '../../../src/checks/endpoint/rejects-wrong-audience.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsWrongAudience, {
  given: { attackTokens: true },
  brokenBy: { behaviour: { skip: ['audience'] } },
});
