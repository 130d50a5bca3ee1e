import { issuerAsExpected } from '../../../src/checks/token/issuer-as-expected.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(issuerAsExpected, { 'tokens-of-another-issuer': 'fail' }, { clients: ['machine'] });
