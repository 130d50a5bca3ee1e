import { refusesUnknownClients } from '../../../src/checks/authorization-endpoint/refuses-unknown-clients.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesUnknownClients,
  {
    'redirects-for-unknown-clients': 'fail',
    'redirects-errors-anywhere': 'fail',
  },
  { clients: ['person'] },
);
