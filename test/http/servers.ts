import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import {
  type AddressInfo,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import { afterEach } from 'vitest';
import type { HttpTarget } from '../../src/http/index.ts';
import { createNetwork, createVault, type Network, type NetworkOptions } from '../../src/http/index.ts';
import type { Http, HttpRequest } from '../../src/types.ts';
import type { Identity } from './tls.ts';

/** A listening server, and everything it was asked. */
export interface Listener {
  readonly origin: string;
  readonly port: number;
  /** `METHOD path` of every request; of a raw server, one empty text per connection. */
  readonly requests: string[];
  readonly sockets: ReadonlySet<Socket>;
}

/** Servers and networks of one test file; all are closed after each test. */
export interface Bench {
  readonly http: (handler: RequestListener) => Promise<Listener>;
  readonly https: (identity: Identity, handler: RequestListener) => Promise<Listener>;
  /** Bytes as they come; the handler speaks for itself. */
  readonly raw: (onSocket: (socket: Socket) => void) => Promise<Listener>;
  /** Answers every request with these bytes, then closes unless told otherwise. */
  readonly answering: (bytes: string | Buffer, keepOpen?: boolean) => Promise<Listener>;
  readonly network: (options?: Partial<NetworkOptions>) => Network;
  /** A network with one target. */
  readonly open: (url: string, options?: Partial<NetworkOptions & HttpTarget>) => Http;
}

export function useBench(): Bench {
  const cleanups: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
  });

  const listen = async (
    server: Server | TcpServer,
    scheme: string,
    requests: string[],
  ): Promise<Listener> => {
    const sockets = new Set<Socket>();
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    cleanups.push(
      () =>
        new Promise((resolve) => {
          server.close(() => resolve());
          for (const socket of sockets) socket.destroy();
        }),
    );
    const { port } = server.address() as AddressInfo;
    return { origin: `${scheme}://127.0.0.1:${port}`, port, requests, sockets };
  };

  const noting = (requests: string[], handler: RequestListener): RequestListener => {
    return (request, response) => {
      requests.push(`${request.method} ${request.url}`);
      handler(request, response);
    };
  };

  const raw: Bench['raw'] = (onSocket) => {
    const requests: string[] = [];
    const server = createTcpServer((socket) => {
      requests.push('');
      onSocket(socket);
    });
    return listen(server, 'http', requests);
  };

  const network: Bench['network'] = (options = {}) => {
    const made = createNetwork({ vault: createVault(), ...options });
    cleanups.push(() => made.close());
    return made;
  };

  return {
    http: (handler) => {
      const requests: string[] = [];
      return listen(createServer(noting(requests, handler)), 'http', requests);
    },
    https: (identity, handler) => {
      const requests: string[] = [];
      const server = createSecureServer(
        { key: identity.key, cert: identity.cert },
        noting(requests, handler),
      );
      server.on('tlsClientError', () => undefined);
      return listen(server, 'https', requests);
    },
    raw,
    answering: (bytes, keepOpen = false) =>
      raw((socket) => {
        socket.on('data', () => {
          if (keepOpen) socket.write(bytes);
          else socket.end(bytes);
        });
      }),
    network,
    open: (url, options = {}) =>
      network(options).open({
        name: options.name ?? 'calculator',
        url,
        timeoutMs: options.timeoutMs ?? 5_000,
        ...(options.allowPrivate === undefined ? {} : { allowPrivate: options.allowPrivate }),
      }),
  };
}

/** A GET that carries nothing. */
export function get(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return { method: 'GET', url, purpose: 'metadata', phase: 'discovery', ...more };
}

/** A POST to the token endpoint. */
export function post(url: string, more: Partial<HttpRequest> = {}): HttpRequest {
  return {
    method: 'POST',
    url,
    headers: [['content-type', 'application/x-www-form-urlencoded']],
    body: 'grant_type=client_credentials',
    purpose: 'credential',
    phase: 'token',
    ...more,
  };
}

/** The code of the error a promise rejects with; fails when it does not. */
export async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => {
      throw new Error('it succeeded');
    },
    (reason: unknown) => reason,
  );
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code;
  throw error;
}

export async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array));
  return Buffer.concat(chunks).toString('utf8');
}
