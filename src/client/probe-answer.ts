import type { ProbeAnswer } from '../types.ts';

/**
 * What a raw answer amounts to. A body is read as JSON or as the first event of a stream, whatever the
 * content type says: a result under a wrong label was still given.
 */
export function readProbeAnswer(status: number, body: string): Pick<ProbeAnswer, 'kind' | 'rpc'> {
  const found = messageIn(body);
  // A batch (2025-03-26): what one of its requests brought, it brought.
  const message: unknown = Array.isArray(found) ? (found.find(isResult) ?? found[0]) : found;
  const rpc = rpcIn(message);
  if (status >= 400) return { kind: 'refused', rpc };
  if (status >= 300) return { kind: 'redirect', rpc };
  if (rpc?.error !== undefined) return { kind: 'rpc_error', rpc };
  if (rpc !== null) return { kind: 'result', rpc };
  // A request or notification of the server's in the stream: it went to work.
  const atWork = isRpc(message) && 'method' in message;
  return { kind: body.trim() === '' || atWork ? 'accepted' : 'other', rpc };
}

function messageIn(body: string): unknown {
  const text = body.trimStart();
  if (text.startsWith('{') || text.startsWith('[')) return parsed(text);
  const lines = body.split(/\r\n|\r|\n/u);
  // Not the empty event with which a stream that can be resumed begins (MCP 2025-11-25, transports).
  const from = lines.findIndex((line) => /^data:\s*\S/u.test(line));
  if (from < 0) return undefined;
  const data: string[] = [];
  for (const line of lines.slice(from)) {
    if (line === '') break;
    if (line.startsWith('data:')) data.push(line.slice('data:'.length).replace(/^ /u, ''));
  }
  return parsed(data.join('\n'));
}

function rpcIn(message: unknown): ProbeAnswer['rpc'] {
  if (!isRpc(message)) return null;
  if ('result' in message) return { result: message.result };
  if (!('error' in message) || typeof message.error !== 'object' || message.error === null) return null;
  const { error } = message;
  return {
    error: {
      code: 'code' in error && typeof error.code === 'number' ? error.code : 0,
      message: 'message' in error && typeof error.message === 'string' ? error.message : '',
      ...('data' in error ? { data: error.data } : {}),
    },
  };
}

function isResult(message: unknown): boolean {
  return isRpc(message) && 'result' in message;
}

function isRpc(message: unknown): message is { readonly jsonrpc: unknown } {
  return typeof message === 'object' && message !== null && 'jsonrpc' in message;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
