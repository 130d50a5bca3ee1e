import { acceptsValidToken } from '../../../src/checks/endpoint/accepts-valid-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(acceptsValidToken, { brokenBy: { calculator: { audience: 'api://another' } } });
