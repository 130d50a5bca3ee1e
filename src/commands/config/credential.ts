import { UsageError } from '../../errors.ts';
import type { Credential, SecretMethod } from '../../types.ts';
import { type AssertionReference, readAssertionSource } from './assertion-source.ts';
import { SECRET_METHODS, suggest } from './names.ts';
import { certificateOf, privateKeyOf } from './pem.ts';
import {
  type Named,
  readReference,
  readSecret,
  type SecretReader,
  type SecretReference,
} from './secret-source.ts';
import { quoted } from './text.ts';
import { readToken } from './token-text.ts';

/** The credentials that one flow names, each with where it was named. */
export interface CredentialReferences {
  readonly secret?: Named<SecretReference>;
  readonly certificate?: Named<SecretReference>;
  readonly privateKey?: Named<SecretReference>;
  /** Of a private key that stands alone; a certificate is named by its thumbprint. */
  readonly keyId?: Named<string>;
  /** How the secret travels; of no meaning to any other credential. */
  readonly method?: Named<string>;
  readonly assertion?: Named<AssertionReference>;
  readonly managedIdentity?: Named<string | true>;
  readonly token?: Named<SecretReference>;
}

/**
 * Reads the one credential that is named; undefined when none is.
 * @throws UsageError `usage.credential_conflict` when several are, `usage.client_auth_*` when a method goes
 * with none, `usage.key_id_unused`, `credential.*` when it cannot be read.
 */
export async function readCredential(
  references: CredentialReferences,
  reader: SecretReader,
): Promise<Credential | undefined> {
  refuseSeveral(references);
  refuseLoneKeyId(references);
  const { secret, certificate, privateKey, keyId, assertion, managedIdentity, token } = references;
  const method = methodOf(references);
  if (secret !== undefined) {
    const value = await readSecret(secret.value, reader, secret.where);
    return { kind: 'secret', secret: value, ...(method === undefined ? {} : { method }) };
  }
  if (certificate !== undefined) return await readCertificate(certificate, privateKey, reader);
  if (privateKey !== undefined) {
    const { pem } = privateKeyOf(await readPem(privateKey, reader), privateKey.where);
    const key = reader.inputs.vault.keep(pem);
    return { kind: 'private_key', privateKey: key, ...(keyId ? { keyId: keyId.value } : {}) };
  }
  if (assertion !== undefined) {
    return { kind: 'assertion', source: await readAssertionSource(assertion, reader) };
  }
  if (managedIdentity !== undefined) {
    const clientId = managedIdentity.value === true ? {} : { clientId: managedIdentity.value };
    return { kind: 'managed_identity', ...clientId };
  }
  if (token !== undefined) return { kind: 'token', token: await readToken(token.value, reader, token.where) };
  return undefined;
}

function methodOf({ method, secret }: CredentialReferences): SecretMethod | undefined {
  if (method === undefined) return undefined;
  const known = SECRET_METHODS.find((name) => name === method.value);
  if (known === undefined) {
    throw new UsageError(
      'usage.client_auth_unknown',
      `${method.where}: no such name: ${quoted(method.value)}.`,
      {
        hint: suggest(method.value, SECRET_METHODS),
      },
    );
  }
  if (secret !== undefined) return known;
  throw new UsageError(
    'usage.client_auth_unused',
    `${method.where}: it says how a client secret travels, and there is none.`,
    { hint: 'Give a client secret, or leave it away: a key and an assertion travel in one way only.' },
  );
}

async function readCertificate(
  certificate: Named<SecretReference>,
  privateKey: Named<SecretReference> | undefined,
  reader: SecretReader,
): Promise<Credential> {
  const pem = await readPem(certificate, reader);
  const keyPem = privateKey === undefined ? pem : await readPem(privateKey, reader);
  const key = privateKeyOf(keyPem, (privateKey ?? certificate).where);
  const now = (reader.inputs.now ?? Date.now)();
  return {
    kind: 'certificate',
    certificate: certificateOf(pem, key, now, certificate.where),
    privateKey: reader.inputs.vault.keep(key.pem),
  };
}

async function readPem(named: Named<SecretReference>, reader: SecretReader): Promise<string> {
  const text = await readReference(named.value, reader, named.where);
  if (/PRIVATE KEY-----/.test(text)) reader.inputs.vault.keep(text);
  return text;
}

function refuseLoneKeyId({ keyId, privateKey, certificate }: CredentialReferences): void {
  if (keyId === undefined || (privateKey !== undefined && certificate === undefined)) return;
  throw new UsageError(
    'usage.key_id_unused',
    `${keyId.where}: it names a private key that stands alone, and there is none.`,
    { hint: 'Give the private key without a certificate, or leave the key id away.' },
  );
}

/** A private key beside a certificate is the certificate's; everything else excludes each other. */
function refuseSeveral(references: CredentialReferences): void {
  const { secret, certificate, privateKey, assertion, managedIdentity, token } = references;
  const key = certificate === undefined ? privateKey : undefined;
  const named = [secret, certificate, key, assertion, managedIdentity, token].filter(
    (one) => one !== undefined,
  );
  if (named.length < 2) return;
  throw new UsageError(
    'usage.credential_conflict',
    `More than one credential for one client: ${named.map((one) => one.where).join(' and ')}.`,
    { hint: 'Name the one that this client has. Another client is another flow in the configuration file.' },
  );
}
