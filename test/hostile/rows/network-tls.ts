import { writeFile } from 'node:fs/promises';
import type { Socket } from 'node:net';
import path from 'node:path';
import { createSecureContext, type TlsOptions } from 'node:tls';
import { createIdentity, type Identity } from '../../http/tls.ts';
import { drips, holds, says } from '../behaviours.ts';
import { type Behaviour, honest, onRequest } from '../raw-deployment.ts';
import type { Attack, Row, Scene } from '../row.ts';

const DAY = 24 * 60 * 60 * 1_000;
const LOCAL = { names: ['127.0.0.1', 'localhost'] };

/** What answers a handshake without being able to. */
const noTls: readonly [string, string, Behaviour, string][] = [
  ['silent', 'takes the connection, and TLS never begins', holds(''), 'timeout.tls'],
  [
    'drip',
    'drips a handshake that never ends',
    drips('\u0016\u0003\u0003\u0010\0\u0002\0\u000f\u00fc\u0003\u0003', '\0', 200),
    'timeout.tls',
  ],
  [
    'plain',
    'answers a TLS handshake in plain HTTP',
    says('HTTP/1.1 400 Bad Request\r\n\r\n'),
    'tls.protocol',
  ],
  ['garbage', 'answers a TLS handshake with garbage', says('\u001b[31m::error::x\n'), 'tls.protocol'],
  ['closed', 'closes in the middle of the handshake', says('\u0016\u0003\u0003\u0010\0'), 'tls.protocol'],
];

interface Certified {
  readonly does: string;
  readonly identity: () => Promise<Identity>;
  readonly code: string;
  readonly says?: RegExp;
  readonly options?: TlsOptions;
  readonly isTrusted?: boolean;
}

/** Certificates and versions that are not good enough. */
const certified: Readonly<Record<string, Certified>> = {
  'self-signed': {
    does: 'has a certificate that it signed itself',
    identity: () => createIdentity({ ...LOCAL, selfSigned: true }),
    code: 'tls.untrusted',
    says: /--ca/,
  },
  'unknown-authority': {
    does: 'has a certificate of an authority that nobody knows',
    identity: () => createIdentity(LOCAL),
    code: 'tls.untrusted',
    says: /--ca/,
  },
  expired: {
    does: 'has a certificate that has expired',
    identity: () => createIdentity({ ...LOCAL, notAfter: new Date(Date.now() - DAY / 2) }),
    code: 'tls.expired',
    says: /valid from .* to /,
    isTrusted: true,
  },
  'not-yet': {
    does: 'has a certificate that is not valid yet',
    identity: () => createIdentity({ ...LOCAL, notBefore: new Date(Date.now() + DAY / 2) }),
    code: 'tls.expired',
    isTrusted: true,
  },
  'wrong-host': {
    does: 'has a certificate for another name',
    identity: () => createIdentity({ names: ['calculator.example.com'] }),
    code: 'tls.name_mismatch',
    says: /calculator\.example\.com/,
    isTrusted: true,
  },
  'escapes-in-name': {
    does: 'has escapes and commands in the names of its certificate',
    identity: () => createIdentity({ names: ['a\u001b[31m\n::error::x.example.com'] }),
    code: 'tls.name_mismatch',
    isTrusted: true,
  },
  'version-1.1': {
    does: 'speaks no TLS later than 1.1',
    identity: () => createIdentity(LOCAL),
    code: 'tls.protocol',
    options: { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' },
    isTrusted: true,
  },
};

function certifiedRow([id, { identity, options, isTrusted, ...row }]: [string, Certified]): Row {
  return {
    ...row,
    id: `tls-${id}`,
    exit: 4,
    attack: async (scene) => {
      const { key, cert, ca } = await identity();
      const { origin } = await scene.stand.tls({ key, cert, ...options }, (socket) => serve(socket, scene));
      return looking(scene, origin, isTrusted === true ? [ca] : []);
    },
  };
}

/** One request, honestly answered. */
function serve(socket: Socket, scene: Scene): void {
  onRequest(socket, (asked) => honest(socket, asked, `https://localhost:${socket.localPort}`, scene));
}

async function looking(scene: Scene, origin: string, cas: readonly string[]): Promise<Attack> {
  const file = path.join(scene.folder, 'ca.pem');
  await writeFile(file, cas.join('\n'));
  const trust = cas.length === 0 ? [] : ['--ca', file];
  return { argv: ['discover', `${origin}/mcp`, '--format', 'json', '--timeout', '3', ...trust] };
}

/** The server shows the second certificate from its second handshake on. */
function changing(
  id: string,
  does: string,
  isTrusted: boolean,
  row: Pick<Row, 'exit' | 'code' | 'says'>,
): Row {
  return {
    ...row,
    id: `tls-changes-${id}`,
    does,
    attack: async (scene) => {
      const [first, second] = await Promise.all([createIdentity(LOCAL), createIdentity(LOCAL)]);
      let handshakes = 0;
      const SNICallback: TlsOptions['SNICallback'] = (_name, done) => {
        handshakes += 1;
        done(null, createSecureContext(handshakes === 1 ? first : second));
      };
      const { port } = await scene.stand.tls({ SNICallback }, (socket) => serve(socket, scene));
      const cas = isTrusted ? [first.ca, second.ca] : [first.ca];
      return looking(scene, `https://localhost:${port}`, cas);
    },
  };
}

export const tlsRows: readonly Row[] = [
  ...noTls.map(
    ([id, does, behave, code]): Row => ({
      id: `tls-${id}`,
      does,
      exit: 4,
      code,
      attack: async (scene) => {
        const { port } = await scene.stand.raw((socket) => behave(socket, scene));
        return looking(scene, `https://127.0.0.1:${port}`, []);
      },
    }),
  ),
  ...Object.entries(certified).map(certifiedRow),
  changing('trusted', 'renews its certificate between two requests', true, { exit: 0 }),
  changing('untrusted', 'shows a certificate that nobody knows from its second connection on', false, {
    exit: 4,
    code: 'tls.untrusted',
  }),
];
