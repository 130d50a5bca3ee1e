import { issuerIsExact } from '../../../src/checks/discovery/issuer-is-exact.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(issuerIsExact, {
  brokenBy: { metadata: (document) => ({ ...document, issuer: 'https://another.example' }) },
});
