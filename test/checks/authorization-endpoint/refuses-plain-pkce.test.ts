import { refusesPlainPkce } from '../../../src/checks/authorization-endpoint/refuses-plain-pkce.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesPlainPkce,
  {
    'takes-plain-challenges': 'warn',
    'takes-challenges-without-method': 'warn',
  },
  { clients: ['person'] },
);
