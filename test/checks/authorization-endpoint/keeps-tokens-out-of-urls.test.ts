import { keepsTokensOutOfUrls } from '../../../src/checks/authorization-endpoint/keeps-tokens-out-of-urls.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  keepsTokensOutOfUrls,
  {
    'tokens-in-the-url': 'fail',
  },
  { clients: ['person'] },
);
