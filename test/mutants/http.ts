import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the parts see it: read to its end, header names in lower case, every line of a header apart. */
export interface HttpRequest {
  readonly method: string;
  /** As sent, undecoded, without the query: `//mcp` stays `//mcp`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly body: string;
}

/** An answer. `stream` keeps it open: it is handed ways to write and to end, and gives back what to do at the end. */
export interface HttpAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string;
  readonly stream?: (write: (chunk: string) => void, end: () => void) => () => void;
}

export interface HttpServer {
  readonly origin: string;
  readonly close: () => Promise<void>;
}

const maxBody = 1024 * 1024;

/** Serves on a free port of 127.0.0.1. What `respond` throws becomes a 500, which a correct server never sends. */
export async function listen(
  respond: (request: HttpRequest) => Promise<HttpAnswer>,
  host = '127.0.0.1',
): Promise<HttpServer> {
  const server: Server = createServer((incoming, response) => void answerTo(incoming, response, respond));
  server.keepAliveTimeout = 1000;
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** The one line of a header; undefined when there is none, the first when there are several. */
export function header(request: HttpRequest, name: string): string | undefined {
  return request.headers[name]?.[0];
}

export function json(
  status: number,
  document: unknown,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): HttpAnswer {
  return {
    status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(document),
  };
}

/** An answer with more headers; a header that is there already gives way. */
export function withHeaders(answer: HttpAnswer, headers: HttpAnswer['headers']): HttpAnswer {
  return { ...answer, headers: { ...answer.headers, ...headers } };
}

/** Reads the request, lets it be answered and sends the answer. */
export async function answerTo(
  incoming: IncomingMessage,
  response: ServerResponse,
  respond: (request: HttpRequest) => Promise<HttpAnswer>,
): Promise<void> {
  try {
    const request = await read(incoming);
    const answer = request === undefined ? { status: 413, headers: {} } : await respond(request);
    send(response, answer);
  } catch {
    if (response.headersSent) response.destroy();
    else send(response, { status: 500, headers: { 'content-type': 'text/plain' }, body: 'Internal error' });
  }
}

function send(response: ServerResponse, { status, headers, body, stream }: HttpAnswer): void {
  response.writeHead(status, { ...(headers as Record<string, string | string[]>) });
  if (stream === undefined) {
    response.end(body ?? '');
    return;
  }
  response.flushHeaders();
  const stop = stream(
    (chunk) => void response.write(chunk),
    () => void response.end(),
  );
  response.on('close', stop);
}

async function read(incoming: IncomingMessage): Promise<HttpRequest | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maxBody) chunks.push(chunk);
  }
  if (size > maxBody) return undefined;
  const [path = '/', ...query] = (incoming.url ?? '/').split('?');
  return {
    method: incoming.method ?? 'GET',
    path,
    query: new URLSearchParams(query.join('?')),
    headers: incoming.headersDistinct as Record<string, string[]>,
    body: Buffer.concat(chunks).toString('utf8'),
  };
}
