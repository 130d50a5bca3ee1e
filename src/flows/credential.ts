import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { pemBlocks } from '../text/pem.ts';

/** JWS algorithms for signing with a key (RFC 7518, RFC 8037), and how Node's and the Web's crypto spell them. */
export type SigningAlgorithm = 'RS256' | 'PS256' | 'ES256' | 'ES384' | 'ES512' | 'Ed25519';

export interface SigningKey {
  readonly key: KeyObject;
  /** Algorithms that this key can sign with, the usual one first. */
  readonly algorithms: readonly SigningAlgorithm[];
}

export interface CertificateCredential extends SigningKey {
  /** SHA-256 of the DER, lower-case hex: msal-node's spelling. */
  readonly thumbprintSha256: string;
  /** The same, base64url: the `x5t#S256` header parameter (RFC 7515 §4.1.8). */
  readonly x5tS256: string;
  /** The chain as given, PEM. */
  readonly chain: string;
  /** Milliseconds since the epoch. */
  readonly notAfter: number;
}

/**
 * Reads a private key in PEM, unencrypted.
 * @throws UsageError `credential.encrypted_key`, `credential.unreadable_key`, `credential.key_type`
 */
export function readPrivateKey(pem: Secret): SigningKey {
  const block = pemBlocks(pem.reveal()).find(({ label }) => label.endsWith('PRIVATE KEY'))?.text;
  if (block === undefined) {
    throw new UsageError('credential.unreadable_key', 'There is no private key in PEM form.', {
      hint: 'Expected a PEM block with the label PRIVATE KEY.',
    });
  }
  if (/BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(block)) {
    throw new UsageError('credential.encrypted_key', 'The private key is encrypted with a passphrase.', {
      hint: 'Decrypt it first: openssl pkey -in encrypted.pem -out key.pem',
    });
  }
  const key = parsed(block);
  return { key, algorithms: algorithmsOf(key) };
}

/**
 * Reads a certificate (the first one of the PEM; the rest is its chain) with its private key.
 * @throws UsageError as {@link readPrivateKey}, and `credential.unreadable_certificate`,
 * `credential.certificate_mismatch`
 */
export function readCertificate(certificatePem: string, privateKey: Secret): CertificateCredential {
  const blocks = pemBlocks(certificatePem).flatMap(({ label, text }) =>
    label === 'CERTIFICATE' ? [text] : [],
  );
  const [leaf] = blocks;
  const certificate = leaf === undefined ? undefined : certificateIn(leaf);
  if (certificate === undefined) {
    throw new UsageError('credential.unreadable_certificate', 'There is no certificate in PEM form.', {
      hint: 'Expected a block that begins with -----BEGIN CERTIFICATE-----, the client’s own certificate first.',
    });
  }
  const signing = readPrivateKey(privateKey);
  if (!certificate.checkPrivateKey(signing.key)) {
    throw new UsageError(
      'credential.certificate_mismatch',
      'The private key does not belong to the certificate.',
      {
        hint: 'Give the key that the certificate was made with; the client’s own certificate comes first in the file.',
      },
    );
  }
  const thumbprintSha256 = certificate.fingerprint256.replaceAll(':', '').toLowerCase();
  return {
    ...signing,
    thumbprintSha256,
    x5tS256: Buffer.from(thumbprintSha256, 'hex').toString('base64url'),
    chain: blocks.join('\n'),
    notAfter: Date.parse(certificate.validTo),
  };
}

// The parser's own error is not kept as the cause: it may quote what it read.
function parsed(pem: string): KeyObject {
  try {
    return createPrivateKey(pem);
  } catch {
    throw new UsageError('credential.unreadable_key', 'The private key cannot be read.', {
      hint: 'Check that the file is whole: openssl pkey -in key.pem -noout -check',
    });
  }
}

function certificateIn(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem);
  } catch {
    return undefined;
  }
}

function algorithmsOf(key: KeyObject): readonly SigningAlgorithm[] {
  const { modulusLength = 0, namedCurve = '' } = key.asymmetricKeyDetails ?? {};
  if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return ['RS256', 'PS256'];
  if (key.asymmetricKeyType === 'ed25519') return ['Ed25519'];
  const byCurve: Readonly<Record<string, SigningAlgorithm>> = {
    prime256v1: 'ES256',
    secp384r1: 'ES384',
    secp521r1: 'ES512',
  };
  const algorithm = byCurve[namedCurve];
  if (algorithm !== undefined) return [algorithm];
  const kind = [key.asymmetricKeyType, modulusLength || namedCurve].filter(Boolean).join(' ');
  throw new UsageError('credential.key_type', `A ${kind} key cannot sign a client assertion.`, {
    hint: 'Use RSA with 2048 bits or more, EC on P-256, P-384 or P-521, or Ed25519.',
  });
}
