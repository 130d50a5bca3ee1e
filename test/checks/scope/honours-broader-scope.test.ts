import { honoursBroaderScope } from '../../../src/checks/scope/honours-broader-scope.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(honoursBroaderScope, { 'compares-scopes-by-word': 'warn' });
