import { redirectsOnlyToRegisteredUris } from '../../../src/checks/authorization-endpoint/redirects-only-to-registered-uris.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  redirectsOnlyToRegisteredUris,
  {
    'redirects-below-the-registered-uri': 'fail',
    'redirects-to-any-https-host': 'fail',
    'redirects-past-user-names': 'fail',
    'redirects-errors-anywhere': 'fail',
  },
  { clients: ['person'] },
);
