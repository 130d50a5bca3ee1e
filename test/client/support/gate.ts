import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the server saw of one request. */
export interface Seen {
  readonly method: string;
  /** JSON-RPC method, if the body had one. */
  readonly rpc: string | undefined;
  readonly headers: IncomingMessage['headers'];
  readonly body: unknown;
}

export interface Served {
  readonly url: string;
  readonly origin: string;
  readonly seen: readonly Seen[];
  /** `POST tools/list`, `DELETE`, … in the order they came. */
  readonly lines: () => readonly string[];
  readonly close: () => Promise<void>;
}

export type Handler = (request: IncomingMessage, response: ServerResponse, body: unknown) => unknown;

/** A server on a free loopback port that writes down every request before the handler sees it. */
export async function serve(handler: Handler, path = '/mcp'): Promise<Served> {
  const seen: Seen[] = [];
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const rpc =
      typeof body === 'object' && body !== null && 'method' in body ? String(body.method) : undefined;
    seen.push({ method: request.method ?? '', rpc, headers: request.headers, body });
    try {
      await handler(request, response, body);
    } catch (error) {
      response.writeHead(500).end(String(error));
    }
  };
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `${origin}${path}`,
    origin,
    seen,
    lines: () => seen.map(({ method, rpc }) => (rpc === undefined ? method : `${method} ${rpc}`)),
    close: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

export const GOOD_TOKEN = 'a-good-token-for-tests';

/** Lets in who carries the good token; everybody else gets a 401 with a challenge. */
export function gated(handler: Handler): Handler {
  return (request, response, body) => {
    if (request.headers.authorization === `Bearer ${GOOD_TOKEN}`) return handler(request, response, body);
    response
      .writeHead(401, {
        'content-type': 'application/json',
        'www-authenticate': 'Bearer error="invalid_token", error_description="who, scope=admin, are you?"',
      })
      .end('{"error":"invalid_token"}');
  };
}

/** Always the same answer. */
export function always(status: number, headers: Readonly<Record<string, string>>, body: string): Handler {
  return (_request, response) => void response.writeHead(status, headers).end(body);
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return text;
  }
}
