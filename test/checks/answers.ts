import type { ProbeAnswer } from '../../src/types.ts';

/** An answer to a probe as a judge sees it; 401 with a Bearer challenge unless told otherwise. */
export function answerOf(changes: Partial<ProbeAnswer> = {}): ProbeAnswer {
  const status = changes.status ?? 401;
  const challenges = [{ scheme: 'Bearer', parameters: { error: 'invalid_token' } }];
  return {
    era: 'legacy',
    status,
    headers: [],
    challenges: status === 401 ? challenges : [],
    wwwAuthenticate: [],
    kind: status >= 400 ? 'refused' : status >= 300 ? 'redirect' : 'other',
    rpc: null,
    contentType: 'application/json',
    body: '',
    exchange: 1,
    request: { method: 'POST', url: 'https://mcp.example.com/mcp', headers: [] },
    ...changes,
  };
}

/** An answer whose body is a JSON-RPC error. */
export function rpcError(status: number, code: number): ProbeAnswer {
  const kind = status < 300 ? 'rpc_error' : 'refused';
  return answerOf({ status, kind, rpc: { error: { code, message: 'an error' } } });
}

export const result: ProbeAnswer = answerOf({ status: 200, kind: 'result', rpc: { result: {} } });
