import { acceptsBearerTokens } from '../../../src/checks/discovery/accepts-bearer-tokens.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(
  acceptsBearerTokens,
  {
    'metadata-demands-bound-tokens': 'info',
  },
  { clients: [] },
);
