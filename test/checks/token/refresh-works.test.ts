import { refreshWorks } from '../../../src/checks/token/refresh-works.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(refreshWorks, {
  given: { refresh: 'issuer' },
  brokenBy: { refresh: 'stranger' },
  alsoFails: ['token/signature-verifies'],
});
