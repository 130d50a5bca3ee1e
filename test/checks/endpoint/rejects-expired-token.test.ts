import { rejectsExpiredToken } from '../../../src/checks/endpoint/rejects-expired-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsExpiredToken, {
  given: { attackTokens: true },
  brokenBy: { behaviour: { skip: ['expiry'] } },
});
