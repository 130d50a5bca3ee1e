import { unprotectedCheck } from '../unprotected.ts';

export const rejectsListingResourcesWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-listing-resources-without-token',
  title: 'rejects resources/list without a token',
  passes: 'A resources/list without a token, in the shape of each era, is answered 401.',
  fails:
    'A list of resources is a critical failure, so is an answer of the dispatcher (-32601, -32602). Any other status than 401 fails as a refusal of the wrong kind.',
  fix: 'Let the gate look at every request to the endpoint, not only at those that call tools.',
  methods: ['resources/list'],
  requests: () => [
    { sent: 'a resources/list without a token', request: { rpc: { method: 'resources/list' } } },
  ],
});
