import { bearerInHeaderOnly } from '../../../src/checks/discovery/bearer-in-header-only.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  bearerInHeaderOnly,
  {
    'metadata-offers-tokens-in-query': 'warn',
    'metadata-offers-tokens-in-body-alone': 'warn',
  },
  { clients: [] },
);
