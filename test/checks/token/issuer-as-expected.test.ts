import { issuerAsExpected } from '../../../src/checks/token/issuer-as-expected.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(issuerAsExpected, {
  brokenBy: { calculator: { issuer: 'https://another.example' }, claims: { iss: 'https://another.example' } },
});
