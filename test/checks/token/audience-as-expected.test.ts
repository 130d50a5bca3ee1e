import { audienceAsExpected } from '../../../src/checks/token/audience-as-expected.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(audienceAsExpected, { 'tokens-for-another-audience': 'fail' }, { clients: ['machine'] });
