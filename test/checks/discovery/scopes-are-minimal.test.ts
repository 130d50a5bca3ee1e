import { scopesAreMinimal } from '../../../src/checks/discovery/scopes-are-minimal.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  scopesAreMinimal,
  {
    'metadata-lists-offline-access': 'warn',
    'metadata-lists-catch-all-scope': 'info',
    'metadata-lists-no-scopes': 'info',
  },
  { clients: [] },
);
