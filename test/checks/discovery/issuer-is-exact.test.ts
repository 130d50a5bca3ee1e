import { issuerIsExact } from '../../../src/checks/discovery/issuer-is-exact.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  issuerIsExact,
  { 'issuer-with-a-slash': 'warn', 'issuer-of-another': 'fail' },
  { clients: [] },
);
