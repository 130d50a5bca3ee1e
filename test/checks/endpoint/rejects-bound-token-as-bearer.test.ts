import { rejectsBoundTokenAsBearer } from '../../../src/checks/endpoint/rejects-bound-token-as-bearer.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(rejectsBoundTokenAsBearer, { given: { bound: 'seen to' }, brokenBy: { bound: 'overlooked' } });
