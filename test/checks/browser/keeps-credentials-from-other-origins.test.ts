import { keepsCredentialsFromOtherOrigins } from '../../../src/checks/browser/keeps-credentials-from-other-origins.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(keepsCredentialsFromOtherOrigins, {
  'echoes-origins-with-credentials': 'fail',
});
