import { signatureVerifies } from '../../../src/checks/token/signature-verifies.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(signatureVerifies, {
  brokenBy: { strangersToken: true },
  alsoFails: ['endpoint/accepts-valid-token'],
});
