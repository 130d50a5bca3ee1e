import { createPublicKey, verify } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { signClientAssertion } from '../../src/flows/client-assertion.ts';
import { readPrivateKey, type SigningKey } from '../../src/flows/credential.ts';
import { createVault } from '../../src/http/vault.ts';
import { clientKey } from './client-keys.ts';

const ISSUER = 'https://id.example.com/tenant';
const NOW = Date.UTC(2026, 0, 2, 3, 4, 5, 678);

let signing: SigningKey;
beforeAll(async () => {
  signing = readPrivateKey(createVault().keep(await clientKey('ES256')));
});

const signed = (keyId?: string): string =>
  signClientAssertion(signing, { clientId: 'machine', audience: ISSUER, keyId, now: NOW });

function read(assertion: string): readonly Record<string, unknown>[] {
  return assertion
    .split('.')
    .slice(0, 2)
    .map((part) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>);
}

describe('an assertion that the client signs', () => {
  it('is for one audience, from the client about itself, and good for five minutes', () => {
    const [header, claims] = read(signed('key-1'));
    expect(header).toEqual({ alg: 'ES256', typ: 'JWT', kid: 'key-1' });
    expect(claims).toEqual({
      iss: 'machine',
      sub: 'machine',
      aud: ISSUER,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
      iat: Math.floor(NOW / 1000),
      nbf: Math.floor(NOW / 1000),
      exp: Math.floor(NOW / 1000) + 300,
    });
  });

  it('has an id of its own each time, so that a server can refuse it when it comes again', () => {
    const ids = Array.from({ length: 20 }, () => read(signed())[1]?.jti);
    expect(new Set(ids).size).toBe(20);
  });

  it('is signed by the key of the client', () => {
    const [header = '', claims = '', signature = ''] = signed().split('.');
    const key = { key: createPublicKey(signing.key), dsaEncoding: 'ieee-p1363' } as const;
    const check = (text: string): boolean =>
      verify('sha256', Buffer.from(text), key, Buffer.from(signature, 'base64url'));
    expect(check(`${header}.${claims}`)).toBe(true);
    expect(check(`${header}.${claims}x`)).toBe(false);
  });
});
