import { randomUUID } from 'node:crypto';
import type { JWK } from 'jose';
import { UsageError } from '../errors.ts';
import type { Secret, Vault } from '../secret.ts';

/** An issuer of our own: signs whatever claims it is given. */
export interface Mint {
  /** RFC 7517, public members only. */
  readonly keySet: { readonly keys: readonly JWK[] };
  /** A JWT of type `at+jwt` (RFC 9068 §2) with exactly these claims; `jti` is added. */
  readonly mint: (claims: Readonly<Record<string, unknown>>) => Promise<Secret>;
}

/**
 * @param pem PKCS #8 key, RSA or P-256; without one a key is made for the run
 * @throws UsageError `credential.unreadable_key`
 */
export async function createMint(vault: Vault, pem?: Secret): Promise<Mint> {
  const jose = await import('jose');
  const { privateKey, algorithm } = await keyFrom(jose, pem);
  const { d: _d, p: _p, q: _q, dp: _dp, dq: _dq, qi: _qi, ...publicKey } = await jose.exportJWK(privateKey);
  const kid = await jose.calculateJwkThumbprint(publicKey);
  const header = { alg: algorithm, typ: 'at+jwt', kid };
  return {
    keySet: { keys: [{ ...publicKey, kid, alg: algorithm, use: 'sig' }] },
    mint: async (claims) =>
      vault.keep(
        await new jose.SignJWT({ jti: randomUUID(), ...claims }).setProtectedHeader(header).sign(privateKey),
      ),
  };
}

type Jose = typeof import('jose');

async function keyFrom(jose: Jose, pem: Secret | undefined) {
  if (pem === undefined) {
    const { privateKey } = await jose.generateKeyPair('RS256', { extractable: true });
    return { privateKey, algorithm: 'RS256' };
  }
  for (const algorithm of ['RS256', 'ES256']) {
    const privateKey = await jose
      .importPKCS8(pem.reveal(), algorithm, { extractable: true })
      .catch(() => undefined);
    if (privateKey !== undefined) return { privateKey, algorithm };
  }
  throw new UsageError('credential.unreadable_key', '--lab-key: no PKCS #8 key (RSA or P-256) in PEM.', {
    hint: 'Make one with: openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out lab.pem',
  });
}
