import { refusesRedirectUrisOutsideTheDocument } from '../../../src/checks/registration/refuses-redirect-uris-outside-the-document.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesRedirectUrisOutsideTheDocument,
  {
    'looks-at-no-redirect-uri-of-documents': 'fail',
  },
  { clients: ['person'], world: { clientDocument: true } },
);
