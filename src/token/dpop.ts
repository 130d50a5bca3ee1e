import { createHash, randomUUID } from 'node:crypto';
import type { CryptoKey } from 'jose';
import { TokenError } from '../errors.ts';
import { quoteAll } from '../text/quote.ts';
import type { ProofOfPossession } from '../types.ts';

/** What proofs are signed with, for an OAuth library that makes them itself. */
export interface ProofKey {
  readonly keyPair: { readonly publicKey: CryptoKey; readonly privateKey: CryptoKey };
  /** JWS algorithm, spelled as the authorization server spells it. */
  readonly algorithm: string;
}

/** ES256 first: every implementation has it, and its keys are made at once. */
const ALGORITHMS = 'ES256 ES384 ES512 Ed25519 EdDSA PS256 PS384 PS512 RS256 RS384 RS512'.split(' ');

/** Held weakly, so that a private key lives as long as its proof. */
const keys = new WeakMap<ProofOfPossession, ProofKey>();

/**
 * Makes a key that tokens can be bound to (RFC 9449 §4). `offered` is the authorization server's
 * `dpop_signing_alg_values_supported`: ES256 where it is listed or nothing is, else the first that can be done.
 * @throws TokenError `metadata.dpop` when none can
 */
export async function createProof(offered?: unknown): Promise<ProofOfPossession> {
  const jose = await import('jose');
  const algorithm = algorithmOf(offered);
  // Made by WebCrypto and not extractable: the private half cannot leave by accident.
  const { publicKey, privateKey } = await jose.generateKeyPair(algorithm);
  const jwk = await jose.exportJWK(publicKey);
  const header = { alg: algorithm, typ: 'dpop+jwt', jwk };
  const proof: ProofOfPossession = {
    thumbprint: await jose.calculateJwkThumbprint(jwk),
    prove: async ({ method, url, accessToken, nonce }) => {
      const { origin, pathname } = new URL(url);
      const claims = {
        jti: randomUUID(),
        htm: method,
        htu: origin + pathname,
        ...(accessToken === undefined ? {} : { ath: hashOf(accessToken.reveal()) }),
        ...(nonce === undefined ? {} : { nonce }),
      };
      return await new jose.SignJWT(claims).setProtectedHeader(header).setIssuedAt().sign(privateKey);
    },
  };
  keys.set(proof, { keyPair: { publicKey, privateKey }, algorithm });
  return proof;
}

/** The key behind a proof; undefined for one that was not made by {@link createProof}. */
export function proofKeyOf(proof: ProofOfPossession): ProofKey | undefined {
  return keys.get(proof);
}

function algorithmOf(offered: unknown): string {
  if (!Array.isArray(offered) || offered.length === 0 || offered.includes('ES256')) return 'ES256';
  const names = offered.filter((name): name is string => typeof name === 'string');
  const algorithm = names.find((name) => ALGORITHMS.includes(name));
  if (algorithm !== undefined) return algorithm;
  throw new TokenError(
    'metadata.dpop',
    `The authorization server takes DPoP proofs signed with ${quoteAll(names)}; none of these can be done here.`,
    { phase: 'token', hint: `Algorithms that can: ${ALGORITHMS.join(', ')}.` },
  );
}

// RFC 9449 §4.2: ath.
function hashOf(accessToken: string): string {
  return createHash('sha256').update(accessToken, 'ascii').digest('base64url');
}
