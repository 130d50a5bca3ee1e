import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { type AuthcheckError, UsageError } from '../errors.ts';

/** Bytes of request line and headers. */
export const LONGEST_REQUEST = 8192;
const PORTS_TRIED = 5;
const MOST_CONNECTIONS = 32;

export interface ListenOptions {
  readonly host: 'localhost' | '127.0.0.1';
  /** Fixed port; undefined: a free one. */
  readonly port?: number | undefined;
  /** Without a fixed one: this port if it is free. */
  readonly preferred?: number | undefined;
}

export interface Listening {
  readonly port: number;
  readonly servers: readonly Server[];
}

/**
 * Listens on 127.0.0.1 and, for `localhost`, on the same port of ::1 too where there is one.
 * @throws UsageError `usage.port` when the port is taken
 */
export async function listenOnLoopback(
  options: ListenOptions,
  listener: RequestListener,
): Promise<Listening> {
  const { port, preferred } = options;
  if (port !== undefined || preferred === undefined) return await listenAt(options, listener);
  return await listenAt({ ...options, port: preferred }, listener).catch(() => listenAt(options, listener));
}

async function listenAt(options: ListenOptions, listener: RequestListener): Promise<Listening> {
  for (let tries = 1; ; tries++) {
    const four = await listenOn('127.0.0.1', options.port ?? 0, listener).catch((error: unknown) => {
      throw portTaken(options.port, error);
    });
    const { port } = four.address() as AddressInfo;
    const alone = { port, servers: [four] };
    if (options.host === '127.0.0.1') return alone;
    try {
      return { port, servers: [four, await listenOn('::1', port, listener)] };
    } catch (error) {
      // A host without IPv6 is fine. A stranger on the same port of ::1 is not: browsers go there first.
      if (errorCode(error) !== 'EADDRINUSE') return alone;
      await stop(four);
      if (options.port !== undefined || tries === PORTS_TRIED) throw portTaken(options.port ?? port, error);
    }
  }
}

async function listenOn(host: string, port: number, listener: RequestListener): Promise<Server> {
  const server = createServer(
    {
      maxHeaderSize: LONGEST_REQUEST,
      headersTimeout: 5000,
      requestTimeout: 5000,
      connectionsCheckingInterval: 1000,
      keepAlive: false,
    },
    listener,
  );
  keepNewest(server);
  return await new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host, port, exclusive: true }, () => resolve(server));
  });
}

/** The oldest connection makes way: whoever holds many open must not keep the person's browser out. */
function keepNewest(server: Server): void {
  const open = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
    const [oldest] = open;
    if (open.size > MOST_CONNECTIONS) oldest?.destroy();
  });
}

/** Ends a server and every connection to it. */
export async function stop(server: Server): Promise<void> {
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    // The last page may still be on its way: idle ones first, then all.
    server.closeIdleConnections();
    setImmediate(() => server.closeAllConnections());
  });
}

function portTaken(port: number | undefined, error: unknown): AuthcheckError {
  const why =
    errorCode(error) === 'EADDRINUSE'
      ? 'is in use by another program'
      : `cannot be opened (${errorCode(error)})`;
  return new UsageError('usage.port', `The loopback port ${port ?? ''} ${why}.`, {
    hint: 'End that program, or choose another port with --port (it must be registered at the provider, unless any port is accepted).',
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
}
