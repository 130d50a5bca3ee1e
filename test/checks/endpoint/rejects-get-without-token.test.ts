import { rejectsGetWithoutToken } from '../../../src/checks/endpoint/rejects-get-without-token.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsGetWithoutToken, { brokenBy: { behaviour: { publicHttpMethods: ['GET'] } } });
