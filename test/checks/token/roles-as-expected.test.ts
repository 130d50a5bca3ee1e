import { rolesAsExpected } from '../../../src/checks/token/roles-as-expected.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rolesAsExpected, { 'tokens-without-roles': 'fail' }, { clients: ['machine'] });
