import { scopesAsExpected } from '../../../src/checks/token/scopes-as-expected.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(scopesAsExpected, {
  given: { expectToken: { scp: ['read'] }, claims: { scp: 'read write' } },
  brokenBy: { claims: { scp: 'write' } },
});
