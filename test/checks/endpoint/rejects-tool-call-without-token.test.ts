import { rejectsToolCallWithoutToken } from '../../../src/checks/endpoint/rejects-tool-call-without-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsToolCallWithoutToken, { brokenBy: { behaviour: { publicMethods: ['tools/call'] } } });
