import { randomUUID, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type * as X509 from '@peculiar/x509';

/** PEM texts of a server's identity, and of the authority to trust. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

export interface CertificateOptions {
  /** Host names and addresses the certificate is for. */
  readonly names: readonly string[];
  readonly notBefore?: Date;
  readonly notAfter?: Date;
  /** The certificate is its own authority. */
  readonly selfSigned?: boolean;
}

/** A server certificate from an authority of its own, made at run time. */
export async function createIdentity(options: CertificateOptions): Promise<Identity> {
  const x509 = await loadX509();
  const notBefore = options.notBefore ?? new Date(Date.now() - DAY);
  const notAfter = options.notAfter ?? new Date(Date.now() + DAY);
  const [caKeys, keys] = await Promise.all([generateKeys(), generateKeys()]);
  const ca = await x509.X509CertificateGenerator.createSelfSigned({
    name: `CN=Test authority ${randomUUID()}`,
    notBefore: new Date(Date.now() - 30 * DAY),
    notAfter: new Date(Date.now() + 30 * DAY),
    signingAlgorithm: SIGNING,
    keys: caKeys,
    extensions: [new x509.BasicConstraintsExtension(true, undefined, true)],
  });
  const extensions = [
    new x509.SubjectAlternativeNameExtension(
      options.names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
    ),
  ];
  const common = { notBefore, notAfter, signingAlgorithm: SIGNING, extensions };
  const certificate = options.selfSigned
    ? await x509.X509CertificateGenerator.createSelfSigned({ ...common, name: 'CN=Test server', keys })
    : await x509.X509CertificateGenerator.create({
        ...common,
        subject: 'CN=Test server',
        issuer: ca.subject,
        publicKey: keys.publicKey,
        signingKey: caKeys.privateKey,
      });
  return { key: await exportKey(keys.privateKey), cert: certificate.toString('pem'), ca: ca.toString('pem') };
}

const DAY = 24 * 60 * 60 * 1000;
const SIGNING = { name: 'ECDSA', hash: 'SHA-256', namedCurve: 'P-256' };

function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
}

async function exportKey(key: webcrypto.CryptoKey): Promise<string> {
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', key)).toString('base64');
  return `-----BEGIN PRIVATE KEY-----\n${der.replace(/.{64}/g, '$&\n')}\n-----END PRIVATE KEY-----\n`;
}

/** The package's injection library asks for a metadata polyfill that its own registrations do not need. */
async function loadX509(): Promise<typeof X509> {
  if (!('getMetadata' in Reflect)) {
    const nothing = (): undefined => undefined;
    Object.assign(Reflect, { getMetadata: nothing, getOwnMetadata: nothing, defineMetadata: nothing });
  }
  const x509 = await import('@peculiar/x509');
  x509.cryptoProvider.set(webcrypto);
  return x509;
}
