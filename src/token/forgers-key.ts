import type { CryptoKey, JWK } from 'jose';

export interface ForgersKey {
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
}

/**
 * A key that no issuer has, to sign forged tokens with. It protects nothing: a server that takes such a token takes
 * anybody's, and so an RSA key need be neither secret nor new. Looking for two random primes would take a tenth of a
 * second or more; these two are written down. Everything else about the key is as usual: 2048 bits, e = 65537.
 */
export async function forgersKey(algorithm: string): Promise<ForgersKey> {
  const { generateKeyPair, importJWK } = await import('jose');
  if (!/^[RP]S/.test(algorithm)) return await generateKeyPair(algorithm);
  const { kty, n, e, ...secret } = rsaKey(...PRIMES);
  return {
    privateKey: (await importJWK({ kty, n, e, ...secret }, algorithm)) as CryptoKey,
    publicKey: (await importJWK({ kty, n, e }, algorithm)) as CryptoKey,
  };
}

/** The largest primes below 2^1024 and below three quarters of it. */
const PRIMES = [2n ** 1024n - 105n, 3n * 2n ** 1022n - 91n] as const;
const EXPONENT = 65_537n;

/** The private key as a JWK (RFC 7518 §6.3). */
function rsaKey(p: bigint, q: bigint) {
  const d = inverse(EXPONENT, (p - 1n) * (q - 1n));
  return {
    kty: 'RSA',
    n: base64url(p * q),
    e: base64url(EXPONENT),
    d: base64url(d),
    p: base64url(p),
    q: base64url(q),
    dp: base64url(d % (p - 1n)),
    dq: base64url(d % (q - 1n)),
    qi: base64url(inverse(q, p)),
  } satisfies JWK;
}

/** What times `value` is 1 modulo `modulus`, by Euclid's algorithm. */
function inverse(value: bigint, modulus: bigint): bigint {
  let [rest, next] = [modulus, value % modulus];
  let [factor, following] = [0n, 1n];
  while (next !== 0n) {
    const times = rest / next;
    [rest, next] = [next, rest - times * next];
    [factor, following] = [following, factor - times * following];
  }
  return ((factor % modulus) + modulus) % modulus;
}

function base64url(value: bigint): string {
  const hex = value.toString(16);
  return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
}
