import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { Application } from '../../fixtures/entra/index.ts';
import { createClientCertificate } from '../fixtures/entra/certificate.ts';

/** A client certificate registered with an application, in the files its owner would have. */
export interface CertificateFiles {
  /** Certificate and key in one PEM. */
  readonly both: string;
  readonly certificate: string;
  readonly privateKey: string;
  /** SHA-256 of the certificate, hexadecimal: the key id Entra ID takes from a bare key. */
  readonly thumbprint: string;
  /** What must not be seen anywhere: the key without its PEM frame. */
  readonly secret: string;
}

/** A platform's identity tokens that an application trusts in place of a secret. */
export interface FederatedIssuer {
  /** Writes a new token to the file and returns it; `claims` replace the right ones. */
  readonly issue: (claims?: Readonly<Record<string, unknown>>) => Promise<string>;
  readonly file: string;
}

/** A folder that `remove` deletes. */
export async function temporaryFolder(): Promise<{
  readonly folder: string;
  readonly remove: () => Promise<void>;
}> {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-credentials-'));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
}

/** Makes a certificate, writes its files and, with `application`, uploads it to the registration. */
export async function certificateFiles(
  folder: string,
  name: string,
  application?: Application,
): Promise<CertificateFiles> {
  const { pem, privateKeyPem, sha256 } = await createClientCertificate();
  application?.keyCredentials.push({ keyId: name, key: pem });
  const files = {
    both: path.join(folder, `${name}.pem`),
    certificate: path.join(folder, `${name}.crt`),
    privateKey: path.join(folder, `${name}.key`),
  };
  await writeFile(files.both, `${pem}\n${privateKeyPem}`, { mode: 0o600 });
  await writeFile(files.certificate, pem);
  await writeFile(files.privateKey, privateKeyPem, { mode: 0o600 });
  const secret = privateKeyPem.replaceAll(/-----[A-Z ]+-----|\s/g, '').slice(0, 40);
  return { ...files, thumbprint: sha256, secret };
}

/** A federated credential on the registration, and somebody who issues the tokens it trusts. */
export async function federatedIssuer(folder: string, application: Application): Promise<FederatedIssuer> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const right = {
    iss: 'https://token.platform.example',
    sub: 'system:serviceaccount:calculator:gate',
    aud: 'api://AzureADTokenExchange',
  };
  application.federatedIdentityCredentials.push({
    name: 'platform',
    issuer: right.iss,
    subject: right.sub,
    audiences: [right.aud],
    jwks: { keys: [{ ...(await exportJWK(publicKey)), kid: 'platform', alg: 'RS256' }] },
  });
  const file = path.join(folder, 'identity-token');
  return {
    file,
    issue: async (claims = {}) => {
      const now = Math.floor(Date.now() / 1000);
      const token = await new SignJWT({ ...right, iat: now, nbf: now, exp: now + 600, ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'platform' })
        .sign(privateKey);
      await writeFile(file, `${token}\n`, { mode: 0o600 });
      return token;
    },
  };
}
