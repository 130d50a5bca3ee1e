import { exportJWK, generateKeyPair } from 'jose';
import type { SigningKey } from './state.ts';

const made = new Map<SigningKey['alg'], Promise<SigningKey>>();

/** The key of an algorithm; the servers of one process share it, because RSA keys take their time. */
export function signingKey(alg: SigningKey['alg']): Promise<SigningKey> {
  const known = made.get(alg) ?? make(alg);
  made.set(alg, known);
  return known;
}

async function make(alg: SigningKey['alg']): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const kid = `key-${alg.toLowerCase()}`;
  return { kid, alg, privateKey, publicJwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } };
}
