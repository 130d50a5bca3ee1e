import { unprotectedCheck } from '../unprotected.ts';

export const rejectsListingToolsWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-listing-tools-without-token',
  title: 'rejects tools/list without a token, also without a handshake',
  passes:
    'A bare tools/list in the shape of the handshake era, without initialize before it and without a token, is answered 401.',
  fails:
    'A list of tools is a critical failure, so is an answer of the dispatcher (-32601, -32602). Any other status than 401 fails as a refusal of the wrong kind.',
  fix: 'Put the token check in front of the whole endpoint instead of into the handler of initialize; a server without sessions must not take the missing handshake for a signed-in client.',
  only: 'legacy',
  methods: ['tools/list'],
  requests: () => [
    { sent: 'a tools/list without handshake and token', request: { rpc: { method: 'tools/list' } } },
  ],
});
