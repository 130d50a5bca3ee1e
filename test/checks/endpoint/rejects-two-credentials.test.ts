import { rejectsTwoCredentials } from '../../../src/checks/endpoint/rejects-two-credentials.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsTwoCredentials, {
  'first-credential-wins': 'warn',
  'last-credential-wins': 'warn',
  'breaks-on-malformed-headers': 'fail',
});
