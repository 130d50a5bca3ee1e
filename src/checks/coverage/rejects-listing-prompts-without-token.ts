import { unprotectedCheck } from '../unprotected.ts';

export const rejectsListingPromptsWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-listing-prompts-without-token',
  title: 'rejects prompts/list without a token',
  passes: 'A prompts/list without a token, in the shape of each era, is answered 401.',
  fails:
    'A list of prompts is a critical failure, so is an answer of the dispatcher (-32601, -32602). Any other status than 401 fails as a refusal of the wrong kind.',
  fix: 'Let the gate look at every request to the endpoint, not only at those that call tools.',
  methods: ['prompts/list'],
  requests: () => [{ sent: 'a prompts/list without a token', request: { rpc: { method: 'prompts/list' } } }],
});
