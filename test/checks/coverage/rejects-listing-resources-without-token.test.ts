import { rejectsListingResourcesWithoutToken } from '../../../src/checks/coverage/rejects-listing-resources-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsListingResourcesWithoutToken, {
  'lists-resources-to-anybody': 'fail',
  'gate-overlooks-handshake-requests': 'fail',
  'gate-overlooks-modern-requests': 'fail',
});
