import { checkPrimeSync, constants, createPublicKey, verify } from 'node:crypto';
import { CompactSign, compactVerify, exportJWK, exportSPKI, importJWK, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { forgersKey } from '../../src/token/forgers-key.ts';

const number = (text = ''): bigint => BigInt(`0x${Buffer.from(text, 'base64url').toString('hex')}`);

const signed = async (algorithm: string): Promise<string> => {
  const { privateKey } = await forgersKey(algorithm);
  return await new CompactSign(Buffer.from('claims')).setProtectedHeader({ alg: algorithm }).sign(privateKey);
};

describe('the key of a forger', () => {
  test('is an RSA key as servers expect one: 2048 bits, two primes, the usual exponent', async () => {
    const { publicKey } = await forgersKey('RS256');
    const { n, e, kty } = await exportJWK(publicKey);
    expect([kty, e]).toEqual(['RSA', 'AQAB']);
    expect(number(n).toString(2)).toHaveLength(2048);
    const [p, q] = [2n ** 1024n - 105n, 3n * 2n ** 1022n - 91n];
    expect(number(n)).toBe(p * q);
    for (const prime of [p, q]) {
      expect(checkPrimeSync(prime, { checks: 64 })).toBe(true);
      expect((prime - 1n) % 65_537n).not.toBe(0n);
    }
  });

  test('is the same every time: it protects nothing', async () => {
    const [one, other] = [await forgersKey('RS256'), await forgersKey('RS256')];
    expect(await exportJWK(one.publicKey)).toEqual(await exportJWK(other.publicKey));
  });

  test.each(['RS256', 'RS512', 'PS256', 'PS512', 'ES256', 'ES512', 'EdDSA'])(
    'signs with %s what verifies with its public half alone',
    async (algorithm) => {
      const { privateKey, publicKey } = await forgersKey(algorithm);
      const signer = new CompactSign(Buffer.from('claims')).setProtectedHeader({ alg: algorithm });
      const jwk: JWK = await exportJWK(publicKey);
      const verified = await compactVerify(await signer.sign(privateKey), await importJWK(jwk, algorithm));
      expect(Buffer.from(verified.payload).toString()).toBe('claims');
    },
  );

  test.each([
    ['RS256', constants.RSA_PKCS1_PADDING],
    ['PS256', constants.RSA_PKCS1_PSS_PADDING],
  ])('signs with %s what OpenSSL verifies', async (algorithm, padding) => {
    const { publicKey } = await forgersKey(algorithm);
    const key = createPublicKey(await exportSPKI(publicKey));
    const [header, payload, signature = ''] = (await signed(algorithm)).split('.');
    const bytes = Buffer.from(`${header}.${payload}`);
    expect(verify('sha256', bytes, { key, padding }, Buffer.from(signature, 'base64url'))).toBe(true);
  });
});
