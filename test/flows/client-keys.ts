import { createPrivateKey, randomBytes, webcrypto } from 'node:crypto';
import { createSelfSigned } from '../../fixtures/entra/index.ts';

const RSA = {
  name: 'RSASSA-PKCS1-v1_5',
  hash: 'SHA-256',
  modulusLength: 2048,
  publicExponent: Uint8Array.of(1, 0, 1),
};

/** What a client may sign with, by the JWS algorithm that such a key is used with first. */
export const KEY_KINDS = {
  RS256: RSA,
  ES256: { name: 'ECDSA', namedCurve: 'P-256' },
  ES384: { name: 'ECDSA', namedCurve: 'P-384' },
  ES512: { name: 'ECDSA', namedCurve: 'P-521' },
  Ed25519: { name: 'Ed25519' },
} as const;

/** A new private key, PEM. */
export async function clientKey(kind: keyof typeof KEY_KINDS): Promise<string> {
  const pair = await webcrypto.subtle.generateKey(KEY_KINDS[kind], true, ['sign', 'verify']);
  if (!('privateKey' in pair)) throw new Error('expected a key pair');
  const der = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', pair.privateKey));
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
    .export({ format: 'pem', type: 'pkcs8' })
    .toString();
}

/** A certificate for the key, valid for a day, PEM. */
export function certificateFor(privateKeyPem: string): string {
  return createSelfSigned({
    privateKey: createPrivateKey(privateKeyPem),
    commonName: 'machine',
    serialNumber: randomBytes(16),
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  }).pem;
}
