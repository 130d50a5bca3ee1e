import { metadataIsJson } from '../../../src/checks/discovery/metadata-is-json.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  metadataIsJson,
  {
    'metadata-as-text': 'warn',
    'metadata-with-scopes-in-a-string': 'warn',
  },
  { clients: [] },
);
