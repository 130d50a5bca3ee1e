import type { Socket } from 'node:net';
import { brotliCompressSync, constants, deflateSync, gzipSync } from 'node:zlib';
import { answer, type Behaviour, head } from './raw-deployment.ts';

/** Sends this, and closes. */
export const says =
  (bytes: string | Buffer): Behaviour =>
  (socket) =>
    void socket.end(bytes);

/** Sends this, and neither closes nor says more. */
export const holds =
  (bytes: string): Behaviour =>
  (socket) =>
    void socket.write(bytes);

/** Sends this, and then resets the connection. */
export const resets =
  (bytes: string): Behaviour =>
  (socket) => {
    socket.write(bytes, () => setTimeout(() => socket.resetAndDestroy(), 100));
  };

/** Sends this, and then a piece ever so often, for ever. */
export const drips =
  (bytes: string, piece: string | ((turn: number) => string), everyMs = 300): Behaviour =>
  (socket) => {
    socket.write(bytes);
    let turn = 0;
    const timer = setInterval(() => {
      turn += 1;
      socket.write(typeof piece === 'string' ? piece : piece(turn));
    }, everyMs);
    socket.once('close', () => clearInterval(timer));
  };

/** Sends this, and then a piece again and again, as fast as it is taken. */
export const floods =
  (bytes: string, piece: string | Buffer, most = Number.POSITIVE_INFINITY): Behaviour =>
  (socket) => {
    socket.write(bytes);
    pour(socket, Buffer.from(piece), most);
  };

function pour(socket: Socket, piece: Buffer, most: number): void {
  let sent = 0;
  const more = (): void => {
    while (!socket.destroyed && sent < most) {
      sent += 1;
      if (!socket.write(piece)) {
        socket.once('drain', more);
        return;
      }
    }
    if (!socket.destroyed) socket.end();
  };
  more();
}

/** A body that is said to be encoded so. */
export const encoded = (encoding: string, body: Buffer): Behaviour =>
  says(
    Buffer.concat([
      Buffer.from(head([`Content-Encoding: ${encoding}`, `Content-Length: ${body.length}`])),
      body,
    ]),
  );

const MIB = 1024 * 1024;

/** 128 MiB of zeros inside a text of JSON, which take little room; packed once. */
export function bomb(encoding: keyof typeof PACKED): Behaviour {
  return (socket, scene) => {
    const packed = BOMBS[encoding] ?? PACKED[encoding]();
    BOMBS[encoding] = packed;
    encoded(encoding, packed)(socket, scene);
  };
}

const plain = (): Buffer =>
  Buffer.concat([Buffer.from('{"a":"'), Buffer.alloc(128 * MIB, 0x30), Buffer.from('"}')]);

const PACKED = {
  gzip: () => gzipSync(plain()),
  deflate: () => deflateSync(plain()),
  br: () => brotliCompressSync(plain(), { params: { [constants.BROTLI_PARAM_QUALITY]: 1 } }),
  'gzip, gzip': () => gzipSync(gzipSync(plain())),
};

const BOMBS: Partial<Record<string, Buffer>> = {};

/** A chunk of a chunked body. */
export function chunk(data: string, size = data.length.toString(16)): string {
  return `${size}\r\n${data}\r\n`;
}

export const CHUNKED = head(['Transfer-Encoding: chunked']);

/** An answer that anybody would take, but for what stands in these header lines. */
export const withHeaders = (...lines: readonly string[]): Behaviour =>
  says(`${head([...lines, 'Content-Length: 2'])}{}`);

/** The refusal with a challenge that an MCP endpoint gives, with these lines in its header and these bytes behind it. */
export const refuses =
  (lines: readonly string[], behind = '', body = answer): Behaviour =>
  (socket) => {
    const metadata = `http://127.0.0.1:${socket.localPort}/.well-known/oauth-protected-resource/mcp`;
    const challenge = `WWW-Authenticate: Bearer resource_metadata="${metadata}"`;
    socket.end(`${body('{}', [challenge, ...lines], '401 Unauthorized')}${behind}`);
  };

/** The bytes of an answer in one chunk, with these trailers. */
export const chunked =
  (trailers: readonly string[]) =>
  (text: string, headers: readonly string[] = [], status = '200 OK'): string => {
    const trailing = trailers.map((line) => `${line}\r\n`).join('');
    return `${head(['Transfer-Encoding: chunked', ...headers], status)}${chunk(text)}0\r\n${trailing}\r\n`;
  };
