import type { Socket } from 'node:net';

export interface StandAt {
  readonly origin: string;
  readonly port: number;
}

/** Listeners of one row. All listen on 127.0.0.1 and a free port. */
export interface Stand {
  /** Raw bytes: the handler owns the socket. Errors of sockets are swallowed; every socket is counted. */
  readonly raw: (onSocket: (socket: Socket, port: number) => void) => Promise<StandAt>;
  /** HTTP/1.1 by Node's own server: for rows in which only what is said is hostile, not how. */
  readonly http: (
    handler: (
      request: import('node:http').IncomingMessage,
      response: import('node:http').ServerResponse,
      body: string,
    ) => void,
  ) => Promise<StandAt>;
  /** TLS with a certificate of the row's choice (PEM), then raw bytes. */
  readonly tls: (
    options: import('node:tls').TlsOptions,
    onSocket: (socket: Socket) => void,
  ) => Promise<StandAt>;
}
