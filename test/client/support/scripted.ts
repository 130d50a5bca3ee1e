import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Handler } from './gate.ts';

export interface Message {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: Readonly<Record<string, unknown>>;
}

/** What makes a result one of the modern era; the handshake eras ignore it. */
export const META = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
export const PLAIN_TOOL = { name: 'get_me', inputSchema: { type: 'object' } };

export interface Script {
  readonly tools?: readonly unknown[];
  /** Answers `tools/call` itself; absent: an empty content. */
  readonly call?: (request: IncomingMessage, response: ServerResponse, message: Message) => unknown;
  /** Answers GET; absent: 405. */
  readonly get?: (request: IncomingMessage, response: ServerResponse) => unknown;
}

/** A server that speaks every revision and does nothing of its own accord; with sessions after a handshake. */
export function scripted({ tools = [PLAIN_TOOL], call, get }: Script = {}): Handler {
  return (request, response, body) => {
    if (request.method === 'GET')
      return get === undefined ? response.writeHead(405).end() : get(request, response);
    if (request.method === 'DELETE') return response.writeHead(204).end();
    const message = body as Message;
    if (message.id === undefined || message.method === undefined) return response.writeHead(202).end();
    if (message.method === 'initialize') {
      const { protocolVersion } = message.params ?? {};
      response.setHeader('mcp-session-id', 'the-session');
      const serverInfo = { name: 'scripted', version: '1' };
      return result(response, message, { protocolVersion, capabilities: { tools: {} }, serverInfo });
    }
    if (message.method === 'tools/list') return result(response, message, { ...META, tools });
    if (message.method === 'tools/call') {
      return call === undefined
        ? result(response, message, { ...META, content: [] })
        : call(request, response, message);
    }
    return result(response, message, { ...META, supportedVersions: ['2026-07-28'], capabilities: {} });
  };
}

/** Answers a request with JSON. */
export function result(response: ServerResponse, { id }: Message, value: object): void {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ jsonrpc: '2.0', id, result: value }));
}

/** One event of a stream. */
export function event(message: object, id?: string): string {
  return `${id === undefined ? '' : `id: ${id}\n`}data: ${JSON.stringify(message)}\n\n`;
}
