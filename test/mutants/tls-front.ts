import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createIdentity, type Identity } from '../http/tls.ts';
import { answerTo, type HttpAnswer, type HttpRequest, type HttpServer } from './http.ts';

type Respond = (request: HttpRequest) => Promise<HttpAnswer>;

export interface TlsHttpServer extends HttpServer {
  /** Whom to trust, PEM. */
  readonly ca: string;
}

export interface TlsOptions {
  /** Who answers those that come to the port without TLS; nobody by default. */
  readonly plain?: Respond;
  /** TLS 1.0 and 1.1 are taken, too. */
  readonly outdated?: boolean;
}

let identity: Promise<Identity> | undefined;

/** The first byte of a TLS handshake record (RFC 8446 §5.1). */
const HANDSHAKE = 0x16;

/** Serves https on a free port of 127.0.0.1. */
export async function listenOverTls(
  respond: Respond,
  { plain, outdated = false }: TlsOptions,
): Promise<TlsHttpServer> {
  identity ??= createIdentity({ names: ['127.0.0.1'] });
  const { key, cert, ca } = await identity;
  const old = outdated ? ({ minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' } as const) : {};
  const secure = createHttpsServer({ key, cert, ...old }, (incoming, response) => {
    void answerTo(incoming, response, respond);
  });
  secure.on('tlsClientError', () => undefined);
  const open = plain && createHttpServer((incoming, response) => void answerTo(incoming, response, plain));
  const sockets = new Set<Socket>();
  const front = createServer((socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => socket.destroy());
    socket.once('data', (chunk: Buffer) => {
      const server = chunk[0] === HANDSHAKE ? secure : open;
      if (server === undefined) return socket.destroy();
      socket.pause();
      socket.unshift(chunk);
      server.emit('connection', socket);
      process.nextTick(() => socket.resume());
    });
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  return {
    origin: `https://127.0.0.1:${(front.address() as AddressInfo).port}`,
    ca,
    close: async () => {
      const closed = new Promise<void>((resolve) => front.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}
