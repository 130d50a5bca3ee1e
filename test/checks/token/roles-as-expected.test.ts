import { rolesAsExpected } from '../../../src/checks/token/roles-as-expected.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rolesAsExpected, {
  given: { expectToken: { roles: ['calculator.add'] } },
  brokenBy: { claims: { roles: ['calculator.subtract'] } },
});
