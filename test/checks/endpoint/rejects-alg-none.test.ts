import { rejectsAlgNone } from '../../../src/checks/endpoint/rejects-alg-none.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsAlgNone, { brokenBy: { behaviour: { acceptAlgNone: true } } });
