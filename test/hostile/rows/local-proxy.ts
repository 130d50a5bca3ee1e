import { writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import path from 'node:path';
import { createIdentity } from '../../http/tls.ts';
import { floods, holds, says } from '../behaviours.ts';
import { type Behaviour, honest, onRequest } from '../raw-deployment.ts';
import type { Attack, Row, Scene } from '../row.ts';

/** A server that is not on this machine, so that the environment's proxy is asked for it. Nobody resolves its name. */
const FAR = 'https://calculator.example.com/mcp';

/** How a proxy answers CONNECT. */
const answers: readonly [string, string, Behaviour, Pick<Row, 'exit' | 'code' | 'says'>][] = [
  [
    'wants-login',
    'wants other credentials (407), with escapes in what it says',
    says(
      'HTTP/1.1 407 \u001b[31mNo\r\nProxy-Authenticate: Basic realm="\u009b31m::error::x"\r\nContent-Length: 0\r\n\r\n',
    ),
    { exit: 4, code: 'proxy.auth_required' },
  ],
  [
    'forbids',
    'refuses the tunnel (403)',
    says('HTTP/1.1 403 Forbidden\r\n\r\n'),
    { exit: 4, code: 'proxy.refused' },
  ],
  [
    'redirects',
    'answers CONNECT with a redirect',
    says('HTTP/1.1 302 Found\r\nLocation: http://thief.example/\r\n\r\n'),
    { exit: 4, code: 'proxy.refused' },
  ],
  ['silent', 'never answers CONNECT', holds(''), { exit: 4, code: 'proxy.timeout' }],
  ['closes', 'closes without an answer', says(''), { exit: 4 }],
  ['garbage', 'answers CONNECT with garbage', says('SSH-2.0-OpenSSH\r\n'), { exit: 4 }],
  [
    'endless-header',
    'answers CONNECT with a header that never ends',
    floods('HTTP/1.1 200 OK\r\nX: ', 'y'.repeat(65_536)),
    { exit: 4 },
  ],
  [
    'no-tls-inside',
    'opens a tunnel, and answers itself in plain HTTP',
    (socket) => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      socket.once('data', () => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'));
    },
    { exit: 4, code: 'tls.protocol' },
  ],
  [
    'bytes-behind',
    'sends bytes of its own right behind its 200',
    says('HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}'),
    { exit: 4 },
  ],
];

function answering([id, does, behave, row]: (typeof answers)[number]): Row {
  return {
    id: `proxy-${id}`,
    does: `stands behind a proxy that ${does}`,
    ...row,
    attack: async (scene) => {
      const { port } = await scene.stand.raw((socket) => onRequest(socket, () => behave(socket, scene)));
      return through(scene, port);
    },
  };
}

/** Its user name and password must be read nowhere. */
function through({ secrets }: Scene, port: number): Attack {
  const proxy = `http://proxy-user:${encodeURIComponent(secrets.client)}@127.0.0.1:${port}`;
  return { argv: ['discover', FAR, '--format', 'json', '--timeout', '8'], env: { HTTPS_PROXY: proxy } };
}

/** A proxy between the program and an honest server on this machine, that does this to what comes back. */
function between(
  id: string,
  does: string,
  change: (bytes: Buffer, sofar: number) => Buffer,
  exit: number,
): Row {
  return {
    id: `proxy-${id}`,
    does: `stands behind a proxy that ${does}`,
    exit,
    attack: async (scene) => {
      const { key, cert, ca } = await createIdentity({ names: ['127.0.0.1'] });
      const file = path.join(scene.folder, 'ca.pem');
      await writeFile(file, ca);
      const server = await scene.stand.tls({ key, cert }, (socket) => {
        onRequest(socket, (asked) => honest(socket, asked, server.origin, scene));
      });
      const { port } = await scene.stand.raw((socket) =>
        onRequest(socket, () => pass(socket, server.port, change)),
      );
      const proxy = `http://proxy-user:${encodeURIComponent(scene.secrets.client)}@127.0.0.1:${port}`;
      const argv = ['discover', `${server.origin}/mcp`, '--ca', file, '--proxy', proxy, '--format', 'json'];
      return { argv: [...argv, '--timeout', '3'] };
    },
  };
}

function pass(socket: Socket, port: number, change: (bytes: Buffer, sofar: number) => Buffer): void {
  const onward = connect(port, '127.0.0.1');
  onward.on('error', () => socket.destroy());
  socket.write('HTTP/1.1 200 OK\r\n\r\n');
  socket.pipe(onward);
  let sofar = 0;
  onward.on('data', (bytes: Buffer) => {
    socket.write(change(bytes, sofar));
    sofar += bytes.length;
  });
  onward.on('end', () => socket.end());
  socket.on('close', () => onward.destroy());
}

/** Another byte at this place of what the server sends. */
function flipped(at: number): (bytes: Buffer, sofar: number) => Buffer {
  return (bytes, sofar) => {
    const copy = Buffer.from(bytes);
    const place = at - sofar;
    if (place >= 0 && place < copy.length) copy[place] = (copy[place] ?? 0) ^ 0xff;
    return copy;
  };
}

export const proxyRows: readonly Row[] = [
  ...answers.map(answering),
  between('honest', 'passes everything on, and knows a secret by which it was opened', (bytes) => bytes, 0),
  between('tampers-handshake', 'changes a byte of the handshake', flipped(300), 4),
  between('tampers-answer', 'changes a byte of the answer', flipped(1_400), 4),
];
