import type { Socket } from 'node:net';
import {
  createSecureContext,
  type PeerCertificate,
  rootCertificates,
  type SecureContext,
  type SecureContextOptions,
  connect as secureConnect,
  TLSSocket,
} from 'node:tls';

export interface SecureOptions {
  /** What certificates are trusted; undefined: Node's defaults. */
  readonly trust: () => SecureContext | undefined;
  /** Told the socket as soon as it exists, so that a deadline can destroy it. */
  readonly watch: (socket: Socket) => void;
}

/** `outdated`: TLS 1.0 and 1.1 alone, which no server should take any more (RFC 8996); default: 1.2 and later. */
export type TlsVersions = 'outdated';

/** TLS with the name of the URL, whatever Host header a probe sends and wherever the host map leads. */
export function secure(socket: Socket, hostname: string, { trust, watch }: SecureOptions): Promise<Socket> {
  const secureContext = trust();
  return new Promise((resolve, reject) => {
    const tls = secureConnect({
      socket,
      host: hostname,
      ...(/^[\d.]+$|:/.test(hostname) ? {} : { servername: hostname }),
      ALPNProtocols: ['http/1.1'],
      // Said aloud, because NODE_TLS_REJECT_UNAUTHORIZED=0 turns the default off for the whole process.
      rejectUnauthorized: true,
      ...(secureContext === undefined ? {} : { secureContext }),
    });
    if (socket instanceof TLSSocket) closeWith(socket, tls);
    watch(tls);
    // Node has forgotten the certificate by the time it says what is wrong with it.
    let shown: PeerCertificate | undefined;
    tls.prependListener('secure', () => {
      shown = tls.getPeerCertificate();
    });
    const fail = (error: Error): void =>
      reject(shown === undefined ? error : Object.assign(error, { shown }));
    tls.once('error', fail);
    tls.once('secureConnect', () => {
      tls.off('error', fail);
      resolve(tls);
    });
  });
}

/**
 * TLS inside TLS, through an https proxy: Node never emits `close` on the inner socket when the outer one
 * closed first, and undici waits for it.
 */
function closeWith(carrier: TLSSocket, tls: TLSSocket): void {
  let isClosed = false;
  tls.once('close', () => {
    isClosed = true;
  });
  carrier.once('close', () => {
    tls.destroy();
    setImmediate(() => {
      if (!isClosed) tls.emit('close', false);
    });
  });
}

/** The roots plus the added certificates, made once and only when a connection needs them. */
export function lazyTrust(ca: readonly string[], versions?: TlsVersions): SecureOptions['trust'] {
  let context: SecureContext | undefined;
  return () => {
    if (ca.length === 0 && versions === undefined) return undefined;
    context ??= rootsAnd(ca, versions === 'outdated' ? OUTDATED : {});
    return context;
  };
}

/** OpenSSL signs no handshake of these versions above its security level 0. */
const OUTDATED: SecureContextOptions = {
  minVersion: 'TLSv1',
  maxVersion: 'TLSv1.1',
  ciphers: 'DEFAULT@SECLEVEL=0',
};

/**
 * The roots that Node trusts, and more. Listing them all as `ca` would parse each of them again, which takes
 * longer than everything else at start-up; a context without `ca` has them in a store that can be added to.
 */
function rootsAnd(ca: readonly string[], options: SecureContextOptions): SecureContext {
  const context = createSecureContext(options);
  const store: { readonly addCACert?: (pem: string) => void } = context.context;
  if (typeof store.addCACert !== 'function')
    return createSecureContext({ ...options, ca: [...rootCertificates, ...ca] });
  for (const pem of ca) store.addCACert(pem);
  return context;
}
