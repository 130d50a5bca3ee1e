import { rejectsListingPromptsWithoutToken } from '../../../src/checks/coverage/rejects-listing-prompts-without-token.ts';
import { describeByMutants } from '../describe-by-mutants.ts';

describeByMutants(rejectsListingPromptsWithoutToken, {
  'lists-prompts-to-anybody': 'fail',
  'looks-for-prompts-before-the-token': 'fail',
  'gate-overlooks-handshake-requests': 'fail',
  'gate-overlooks-modern-requests': 'fail',
});
