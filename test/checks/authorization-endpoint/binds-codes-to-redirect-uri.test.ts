import { bindsCodesToRedirectUri } from '../../../src/checks/authorization-endpoint/binds-codes-to-redirect-uri.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  bindsCodesToRedirectUri,
  {
    'ignores-redirect-uri-at-the-token-endpoint': 'warn',
  },
  { clients: ['person'] },
);
