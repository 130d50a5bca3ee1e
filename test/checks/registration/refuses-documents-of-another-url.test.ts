import { refusesDocumentsOfAnotherUrl } from '../../../src/checks/registration/refuses-documents-of-another-url.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  refusesDocumentsOfAnotherUrl,
  {
    'takes-documents-of-others': 'fail',
  },
  { clients: ['person'], world: { clientDocument: true } },
);
