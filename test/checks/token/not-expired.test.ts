import { notExpired } from '../../../src/checks/token/not-expired.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(notExpired, { brokenBy: { claims: { exp: Math.floor(Date.now() / 1000) - 20 } } });
