import { acceptsValidToken } from '../../../src/checks/endpoint/accepts-valid-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { describeCheck } from '../describe-check.ts';

describeCheck(acceptsValidToken, { brokenBy: { calculator: { audience: 'api://another' } } });

describeByMutants(acceptsValidToken, {
  'keeps-everybody-out': 'fail',
});
