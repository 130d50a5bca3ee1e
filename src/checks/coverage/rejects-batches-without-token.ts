import type { Era } from '../../types.ts';
import { unprotectedCheck } from '../unprotected.ts';

export const rejectsBatchesWithoutToken = unprotectedCheck({
  id: 'coverage/rejects-batches-without-token',
  title: 'rejects a batch of requests without a token',
  spec: ['MCP 2025-03-26 base protocol, Batching', 'MCP 2025-11-25 authorization, Error Handling'],
  passes:
    'A JSON-RPC batch of two tools/list without a token is answered 401, or 400 by a server that takes no batches.',
  fails:
    'A result for any request of the batch is a critical failure: the gate looks at a single message and does not see into an array. Any other status fails as a refusal of the wrong kind.',
  fix: 'Check the token before the body is read, so that it does not matter whether it holds one message or several; refuse arrays where batches are not supported.',
  methods: ['tools/list'],
  requests: (era) => [{ sent: 'a batch of requests without a token', request: { body: batchOf(era) } }],
  // Since 2025-06-18 a body is a single message, and 400 is the answer to anything else.
  alsoRight: [400],
});

function batchOf(era: Era): string {
  const _meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  const params = era === 'modern' ? { params: { _meta } } : {};
  return JSON.stringify([1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'tools/list', ...params })));
}
