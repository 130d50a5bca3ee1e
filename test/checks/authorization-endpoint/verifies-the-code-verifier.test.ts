import { verifiesTheCodeVerifier } from '../../../src/checks/authorization-endpoint/verifies-the-code-verifier.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  verifiesTheCodeVerifier,
  {
    'any-code-verifier': 'fail',
    'code-verifier-is-optional': 'fail',
  },
  { clients: ['person'] },
);
