import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createServer as createTlsServer } from 'node:tls';
import type { Stand, StandAt } from './stand.ts';

/** A stand whose listeners and sockets go when it is closed. */
export interface OpenStand extends Stand {
  /** Sockets that are still open after this time at most, without those of the stands named. */
  readonly stillOpen: (withinMs: number) => Promise<number>;
  readonly close: () => Promise<void>;
}

export function openStand(): OpenStand {
  const servers: Server[] = [];
  const sockets = new Set<Socket>();

  const listen = async (server: Server, scheme: string): Promise<StandAt> => {
    servers.push(server);
    server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.once('close', () => sockets.delete(socket));
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const { port } = server.address() as AddressInfo;
    return { origin: `${scheme}://127.0.0.1:${port}`, port };
  };

  return {
    raw: (onSocket) => {
      const server = createServer((socket) => onSocket(socket, (server.address() as AddressInfo).port));
      return listen(server, 'http');
    },
    http: (handler) => {
      const server = createHttpServer((request, response) => {
        const chunks: Buffer[] = [];
        request.on('data', (chunk: Buffer) => chunks.push(chunk));
        request.on('error', () => undefined);
        request.on('end', () => handler(request, response, Buffer.concat(chunks).toString('utf8')));
      });
      return listen(server, 'http');
    },
    tls: (options, onSocket) => {
      const server = createTlsServer(options, (socket) => {
        socket.on('error', () => undefined);
        onSocket(socket);
      });
      server.on('tlsClientError', () => undefined);
      return listen(server, 'https');
    },
    stillOpen: async (withinMs) => {
      const until = performance.now() + withinMs;
      // A handler that reads nothing would never hear that the other side has gone.
      for (const socket of sockets) socket.resume();
      while (sockets.size > 0 && performance.now() < until) await pause(20);
      return sockets.size;
    },
    close: async () => {
      const closed = servers.map((server) => new Promise((resolve) => server.close(resolve)));
      for (const socket of sockets) socket.destroy();
      await Promise.all(closed);
    },
  };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}
