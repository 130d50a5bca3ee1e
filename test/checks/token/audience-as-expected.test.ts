import { audienceAsExpected } from '../../../src/checks/token/audience-as-expected.ts';
import { describeCheck } from '../describe-check.ts';
import { AUDIENCE } from '../world.ts';

describeCheck(audienceAsExpected, {
  given: { calculator: { audience: [AUDIENCE, 'api://another'] } },
  brokenBy: { claims: { aud: 'api://another' } },
});
