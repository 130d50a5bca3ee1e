import { refusesUnsafeRedirectSchemes } from '../../../src/checks/authorization-endpoint/refuses-unsafe-redirect-schemes.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesUnsafeRedirectSchemes,
  {
    'redirects-to-scripts': 'fail',
    'redirects-to-plain-http': 'fail',
    'redirects-errors-anywhere': 'fail',
  },
  { clients: ['person'] },
);
