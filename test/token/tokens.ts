import { CompactSign, exportJWK, generateKeyPair } from 'jose';
import type { Secret, Vault } from '../../src/secret.ts';
import { Secret as SecretClass } from '../../src/secret.ts';

/** A token put together by hand, so that it may break any rule. */
export function jwt(header: unknown, payload: unknown, signature = 'c2lnbmF0dXJl'): string {
  return `${part(header)}.${part(payload)}.${signature}`;
}

export function part(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');
}

export interface Signer {
  readonly jwks: { readonly keys: readonly object[] };
  readonly sign: (payload: object, header?: object) => Promise<string>;
}

export async function createSigner(alg = 'RS256', kid = 'key-1'): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, use: 'sig', alg };
  return {
    jwks: { keys: [jwk] },
    sign: (payload, header = {}) =>
      new CompactSign(Buffer.from(JSON.stringify(payload)))
        .setProtectedHeader({ alg, kid, ...header })
        .sign(privateKey),
  };
}

/** Remembers what was kept, for tests that ask whether nothing slipped past it. */
export function plainVault(): Vault & { readonly kept: readonly string[] } {
  const kept: string[] = [];
  return {
    kept,
    keep: (value): Secret => {
      kept.push(value);
      return new SecretClass(value);
    },
    redact: (text) => kept.reduce((clean, value) => clean.replaceAll(value, '[redacted]'), text),
  };
}
