import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';
import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createProof, proofKeyOf } from '../../src/token/dpop.ts';

const verified = (proof: string) => jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' });

describe('a proof of possession', () => {
  it('says which request it is for, without query and fragment, and which token it goes with', async () => {
    const key = await createProof();
    const accessToken = new Secret('an-access-token');
    const url = 'https://calculator.example.com:8443/mcp/a%20b?session=1#top';
    const { payload } = await verified(await key.prove({ method: 'POST', url, accessToken, nonce: 'n-1' }));
    expect(payload).toEqual({
      jti: expect.any(String),
      iat: expect.any(Number),
      htm: 'POST',
      htu: 'https://calculator.example.com:8443/mcp/a%20b',
      ath: createHash('sha256').update('an-access-token').digest('base64url'),
      nonce: 'n-1',
    });
    expect(Math.abs((payload.iat ?? 0) - Date.now() / 1000)).toBeLessThan(60);
  });

  it('says nothing of a token and a nonce that there are not', async () => {
    const key = await createProof();
    const { payload } = await verified(await key.prove({ method: 'GET', url: 'https://as.example/token' }));
    expect(Object.keys(payload).toSorted()).toEqual(['htm', 'htu', 'iat', 'jti']);
  });

  it('is fresh every time', async () => {
    const key = await createProof();
    const request = { method: 'POST', url: 'https://as.example/token' };
    const [one, other] = [await key.prove(request), await key.prove(request)];
    expect((await verified(one)).payload.jti).not.toBe((await verified(other)).payload.jti);
  });

  it('shows the public key only, whose thumbprint a token is bound to', async () => {
    const key = await createProof();
    const { protectedHeader } = await verified(
      await key.prove({ method: 'GET', url: 'https://as.example/' }),
    );
    expect(Object.keys(protectedHeader.jwk ?? {}).toSorted()).toEqual(['crv', 'kty', 'x', 'y']);
    expect(await calculateJwkThumbprint(protectedHeader.jwk ?? {})).toBe(key.thumbprint);
    expect(proofKeyOf(key)?.keyPair.privateKey.extractable).toBe(false);
    expect(JSON.stringify(key)).toBe(JSON.stringify({ thumbprint: key.thumbprint }));
  });

  it('is of a key of its own each time one is made', async () => {
    expect((await createProof()).thumbprint).not.toBe((await createProof()).thumbprint);
  });

  it.each([
    [undefined, 'ES256'],
    ['ES384', 'ES256'],
    [[], 'ES256'],
    [['RS256', 'ES256'], 'ES256'],
    [['HS256', 'ES512', 'ES384'], 'ES512'],
    [['EdDSA'], 'EdDSA'],
    [['Ed25519'], 'Ed25519'],
    [['PS384'], 'PS384'],
    [['RS512'], 'RS512'],
  ])('where the server offers %j is signed by %s', async (offered, algorithm) => {
    const key = await createProof(offered);
    const proof = await key.prove({ method: 'POST', url: 'https://as.example/token' });
    expect((await verified(proof)).protectedHeader.alg).toBe(algorithm);
    expect(proofKeyOf(key)?.algorithm).toBe(algorithm);
  });

  it('cannot be had where the server takes nothing that can be done', async () => {
    await expect(createProof(['HS256', 7, 'ES256K\u001b'])).rejects.toMatchObject({
      code: 'metadata.dpop',
      message: expect.stringContaining('"HS256", "ES256K\\u{1b}"'),
    });
  });
});
