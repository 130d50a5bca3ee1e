import { signatureVerifies } from '../../../src/checks/token/signature-verifies.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(signatureVerifies, { 'signs-with-unpublished-key': 'fail' }, { clients: ['machine'] });
