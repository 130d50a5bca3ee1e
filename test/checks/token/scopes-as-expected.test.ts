import { scopesAsExpected } from '../../../src/checks/token/scopes-as-expected.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(scopesAsExpected, { 'grants-fewer-scopes': 'fail' }, { clients: ['machine'] });
