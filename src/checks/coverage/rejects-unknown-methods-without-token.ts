import { unprotectedCheck } from '../unprotected.ts';

export const rejectsUnknownMethodsWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-unknown-methods-without-token',
  title: 'rejects an unknown method without a token before it says that it does not know it',
  spec: ['derived from MCP 2026-07-28 authorization, Error Handling'],
  passes:
    'A request for a method that no server has, without a token, is answered 401 in the shape of each era.',
  fails:
    '"Method not found" (-32601) is a failure, with whatever status: the dispatcher was reached without a token, and strangers can tell which methods exist. Any other status than 401 fails as a refusal of the wrong kind.',
  fix: 'Check the token before the method is looked up; a gate that only guards the methods it knows lets the next new method through.',
  methods: [],
  requests: () => [
    {
      sent: 'a method that does not exist, without a token,',
      request: { rpc: { method: 'mcp-authcheck/no-such-method' } },
    },
  ],
});
