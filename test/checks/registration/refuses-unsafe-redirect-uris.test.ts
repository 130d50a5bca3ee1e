import { refusesUnsafeRedirectUris } from '../../../src/checks/registration/refuses-unsafe-redirect-uris.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesUnsafeRedirectUris,
  {
    'registers-scripts': 'fail',
    'registers-plain-http': 'fail',
  },
  { clients: ['person'] },
);
