import { ignoresTokenInQuery } from '../../../src/checks/endpoint/ignores-token-in-query.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(ignoresTokenInQuery, {
  'reads-token-in-query': 'warn',
  'breaks-on-token-in-query': 'warn',
  'lets-in-by-query': 'fail',
});
