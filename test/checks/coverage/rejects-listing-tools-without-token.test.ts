import { rejectsListingToolsWithoutToken } from '../../../src/checks/coverage/rejects-listing-tools-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsListingToolsWithoutToken, {
  'lists-tools-to-anybody': 'fail',
  'tools-list-is-not-guarded': 'fail',
  'gate-overlooks-handshake-requests': 'fail',
});
