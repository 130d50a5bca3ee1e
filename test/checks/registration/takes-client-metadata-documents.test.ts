import { takesClientMetadataDocuments } from '../../../src/checks/registration/takes-client-metadata-documents.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  takesClientMetadataDocuments,
  {
    'announces-documents-for-nothing': 'warn',
  },
  { clients: ['person'], world: { clientDocument: true } },
);
