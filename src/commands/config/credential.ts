import { UsageError } from '../../errors.ts';
import type { Credential } from '../../types.ts';
import { certificateOf, privateKeyOf } from './pem.ts';
import { readReference, readSecret, type SecretReader, type SecretReference } from './secret-source.ts';
import { readAssertion, readToken } from './token-text.ts';

/** The credentials that one flow names, each with where it was named. */
export interface CredentialReferences {
  readonly secret?: Named<SecretReference>;
  readonly certificate?: Named<SecretReference>;
  readonly privateKey?: Named<SecretReference>;
  readonly keyId?: string;
  readonly assertion?: Named<SecretReference>;
  readonly managedIdentity?: Named<string | true>;
  readonly token?: Named<SecretReference>;
}

export interface Named<T> {
  readonly value: T;
  /** "--client-secret-env", "CLIENT_SECRET", "mcp-authcheck.yaml:9: targets.a.flows[0].clientSecret". */
  readonly where: string;
}

/**
 * Reads the one credential that is named; undefined when none is.
 * @throws UsageError `usage.credential_conflict` when several are, `credential.*` when it cannot be read.
 */
export async function readCredential(
  references: CredentialReferences,
  reader: SecretReader,
): Promise<Credential | undefined> {
  refuseSeveral(references);
  const { secret, certificate, privateKey, assertion, managedIdentity, token } = references;
  if (secret !== undefined)
    return { kind: 'secret', secret: await readSecret(secret.value, reader, secret.where) };
  if (certificate !== undefined) return await readCertificate(certificate, privateKey, reader);
  if (privateKey !== undefined) {
    const { pem } = privateKeyOf(await readPem(privateKey, reader), privateKey.where);
    const key = reader.inputs.vault.keep(pem);
    return { kind: 'private_key', privateKey: key, ...(references.keyId ? { keyId: references.keyId } : {}) };
  }
  if (assertion !== undefined) {
    const read = () => readAssertion(assertion.value, reader, assertion.where);
    await read();
    return { kind: 'assertion', read };
  }
  if (managedIdentity !== undefined) {
    const clientId = managedIdentity.value === true ? {} : { clientId: managedIdentity.value };
    return { kind: 'managed_identity', ...clientId };
  }
  if (token !== undefined) return { kind: 'token', token: await readToken(token.value, reader, token.where) };
  return undefined;
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
