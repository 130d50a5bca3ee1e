import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { AuthorizationServerMetadata } from '../../src/types.ts';

export interface Received {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: URLSearchParams;
  /** The body as it came. */
  readonly text: string;
}

export interface SmallServer {
  readonly origin: string;
  readonly received: readonly Received[];
  /** Metadata that names this server for everything. */
  readonly metadata: AuthorizationServerMetadata & { readonly issuer: string };
  /** How it answers from now on. */
  answer: (request: Received, response: ServerResponse) => void;
  readonly close: () => Promise<void>;
}

/** An authorization server on loopback that answers what a test tells it to and remembers what it was asked. */
export async function startSmallServer(): Promise<SmallServer> {
  const received: Received[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString();
      const one = {
        method: request.method ?? '',
        path: request.url ?? '',
        headers: request.headers,
        body: new URLSearchParams(text),
        text,
      };
      received.push(one);
      small.answer(one, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const small: SmallServer = {
    origin,
    received,
    metadata: {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      device_authorization_endpoint: `${origin}/device`,
      jwks_uri: `${origin}/jwks`,
      code_challenge_methods_supported: ['S256'],
    },
    answer: (_request, response) => reply(response, 404, ''),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return small;
}

/** Answers with a body, JSON unless the type says otherwise. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(status, { 'Content-Type': 'application/json', ...headers }).end(text);
}
