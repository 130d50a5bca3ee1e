import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import { UsageError } from '../../errors.ts';
import { pemBlocks } from '../../text/pem.ts';

/** A private key that a client assertion can be signed with, as PKCS#8 PEM. */
export interface PemKey {
  readonly pem: string;
  readonly key: KeyObject;
}

/**
 * The one private key in the text.
 * @throws UsageError `credential.*key*`: none, several, encrypted, public, unreadable, of a
 * kind that signs no assertion.
 */
export function privateKeyOf(text: string, where: string): PemKey {
  const [block, second] = blocks(text, /PRIVATE KEY$/);
  if (block === undefined) throw noKey(text, where);
  if (second !== undefined) {
    throw new UsageError('credential.key_several', `${where}: more than one private key in the file.`, {
      hint: 'Leave only the key that belongs to this client.',
    });
  }
  if (/ENCRYPTED/.test(block)) {
    throw new UsageError(
      'credential.encrypted_key',
      `${where}: the private key is encrypted with a passphrase.`,
      {
        hint: 'Decrypt it into a file of mode 0600: openssl pkcs8 -in key.pem -out key-plain.pem',
      },
    );
  }
  const key = parseKey(block, where);
  if (!['rsa', 'ec', 'ed25519'].includes(key.asymmetricKeyType ?? '')) {
    throw new UsageError(
      'credential.key_type',
      `${where}: expected an RSA, EC or Ed25519 key, found ${key.asymmetricKeyType ?? 'another kind'}.`,
      { hint: 'For instance: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out key.pem' },
    );
  }
  const bits = key.asymmetricKeyDetails?.modulusLength;
  if (bits !== undefined && bits < 2048) {
    throw new UsageError('credential.key_too_short', `${where}: an RSA key of ${bits} bits; at least 2048.`);
  }
  return { pem: key.export({ type: 'pkcs8', format: 'pem' }).toString(), key };
}

/**
 * The certificates in the text, the one that belongs to the key first, as one PEM.
 * @throws UsageError `credential.certificate_*`: none, unreadable, not the key's, outside its dates.
 */
export function certificateOf(text: string, key: PemKey, now: number, where: string): string {
  const found = blocks(text, /^CERTIFICATE$/).map((pem) => parseCertificate(pem, where));
  if (found.length === 0) {
    throw new UsageError(
      'credential.unreadable_certificate',
      `${where}: expected a PEM certificate, found none.`,
      {
        hint: 'The file holds "-----BEGIN CERTIFICATE-----". A .cer or .pfx file is converted with openssl.',
      },
    );
  }
  const leaf = found.find((certificate) => certificate.checkPrivateKey(key.key));
  if (leaf === undefined) {
    throw new UsageError(
      'credential.certificate_mismatch',
      `${where}: the key does not belong to the certificate.`,
      {
        hint: 'Give the key the certificate was requested with; compare openssl x509 -pubkey with openssl pkey -pubout.',
      },
    );
  }
  if (now > Date.parse(leaf.validTo) || now < Date.parse(leaf.validFrom)) {
    const state = now > Date.parse(leaf.validTo) ? 'expired on' : 'is not valid before';
    const date = now > Date.parse(leaf.validTo) ? leaf.validTo : leaf.validFrom;
    throw new UsageError('credential.certificate_dates', `${where}: the certificate ${state} ${date}.`, {
      hint: "Upload a new certificate at the client's Certificates & secrets; if the date is right, check this machine's clock.",
    });
  }
  return [leaf, ...found.filter((certificate) => certificate !== leaf)].map(String).join('');
}

function blocks(text: string, label: RegExp): readonly string[] {
  return pemBlocks(text).flatMap((block) =>
    label.test(block.label) ? [block.text.replaceAll('\r', '')] : [],
  );
}

function parseKey(block: string, where: string): KeyObject {
  try {
    return createPrivateKey(block);
  } catch (cause) {
    throw new UsageError('credential.unreadable_key', `${where}: the private key cannot be read.`, {
      hint: 'Expected PKCS#8, PKCS#1 or SEC 1 in PEM. An OpenSSH key is converted with ssh-keygen -p -m PKCS8.',
      cause,
    });
  }
}

function parseCertificate(pem: string, where: string): X509Certificate {
  try {
    return new X509Certificate(pem);
  } catch (cause) {
    throw new UsageError('credential.unreadable_certificate', `${where}: a certificate cannot be read.`, {
      cause,
    });
  }
}

function noKey(text: string, where: string): UsageError {
  if (blocks(text, /PUBLIC KEY$/).length > 0) {
    return new UsageError('credential.key_public', `${where}: expected a private key, found a public one.`, {
      hint: 'The public key goes to the authorization server; this tool signs with the private one.',
    });
  }
  return new UsageError('credential.unreadable_key', `${where}: expected a PEM private key, found none.`, {
    // The label alone: with its dashes the redaction takes it for a key, and the rest of the line with it.
    hint: 'Expected a block with the label PRIVATE KEY. The key of a certificate may be in a file of its own: --private-key. DER and PFX files are converted with openssl.',
  });
}
