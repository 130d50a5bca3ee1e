import { registersClients } from '../../../src/checks/registration/registers-clients.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  registersClients,
  {
    'registers-without-a-client-id': 'fail',
    'registers-other-redirect-uris': 'warn',
    'announces-registration-for-nothing': 'info',
  },
  { clients: ['person'] },
);
