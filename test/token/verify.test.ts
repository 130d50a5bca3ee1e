import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { NetworkError } from '../../src/errors.ts';
import { Secret } from '../../src/secret.ts';
import { createKeyCache, decodeToken, flipSignatureByte, verifySignature } from '../../src/token/index.ts';
import type { Http, HttpRequest } from '../../src/types.ts';
import { createSigner, jwt, part, plainVault, type Signer } from './tokens.ts';

const claims = { aud: 'api', sub: 'someone', exp: 1 };
const jwksUri = 'https://issuer.example/keys';

describe('against keys at hand', () => {
  test.each(['RS256', 'PS256', 'ES256', 'ES384', 'EdDSA'])(
    '%s is verified, whatever the claims',
    async (alg) => {
      const signer = await createSigner(alg);
      const raw = await signer.sign(claims);
      const token = decodeToken(raw);
      await expect(verifySignature(new Secret(raw), token, signer)).resolves.toEqual({
        ...token,
        signature: 'verified',
        signatureReason: null,
      });
    },
  );

  describe.each([
    [
      'invalid',
      'a byte of the signature changed',
      (raw: string) => flipSignatureByte(new Secret(raw), plainVault())?.token.reveal() ?? '',
      'not made with a key of the issuer',
    ],
    ['invalid', '"alg" none', () => jwt({ alg: 'None' }, claims, ''), 'not signed'],
    ['invalid', 'no "alg"', () => jwt({ kid: 'key-1' }, claims), 'no algorithm'],
    [
      'invalid',
      'an unknown key',
      () => jwt({ alg: 'RS256', kid: 'other' }, claims),
      'none with the token\'s "kid" "other"',
    ],
    [
      'invalid',
      'a key of another type',
      () => jwt({ alg: 'ES256', kid: 'key-1' }, claims),
      'is not one for "ES256"',
    ],
    ['unverified', 'an HMAC', () => jwt({ alg: 'HS256' }, claims), "the issuer's shared secret"],
    ['unverified', 'an unknown algorithm', () => jwt({ alg: 'XY99' }, claims), 'not a known asymmetric'],
    [
      'unverified',
      'a header nonce as Graph has it',
      () => jwt({ alg: 'RS256', kid: 'key-1', nonce: 'n' }, claims),
      'Microsoft Graph',
    ],
    ['unverified', 'an encrypted token', () => `${part({ alg: 'dir' })}..a.b.c`, 'encrypted'],
    ['unverified', 'an opaque token', () => 'opaque', 'opaque'],
    [
      'unverified',
      'a demanded extension',
      () => jwt({ alg: 'RS256', kid: 'key-1', crit: ['x'], x: 1 }, claims),
      'extension',
    ],
  ] as const)('%s', (signature, what, make, reason) => {
    test(what, async () => {
      const signer = await createSigner();
      const raw = make(await signer.sign(claims));
      const judged = await verifySignature(raw, decodeToken(raw), signer);
      expect(judged).toMatchObject({ signature, signatureReason: expect.stringContaining(reason) });
    });
  });

  test('a token without "kid" is tried with every key of its type', async () => {
    const [one, two] = await Promise.all([createSigner('RS256', 'one'), createSigner('RS256', 'two')]);
    const raw = await two.sign(claims, { kid: undefined });
    const jwks = { keys: [...one.jwks.keys, ...two.jwks.keys] };
    await expect(verifySignature(raw, decodeToken(raw), { jwks })).resolves.toMatchObject({
      signature: 'verified',
    });
  });

  test('what was pasted with its scheme is verified like the bare token', async () => {
    const signer = await createSigner();
    const raw = `Bearer ${await signer.sign(claims)}\n`;
    await expect(verifySignature(raw, decodeToken(raw), signer)).resolves.toMatchObject({
      signature: 'verified',
    });
  });

  test.each([
    ['no object', 'keys'],
    ['no keys', {}],
    ['symmetric keys only', { keys: [{ kty: 'oct', k: 'AAAA' }] }],
    ['encryption keys only', { keys: [{ kty: 'RSA', use: 'enc' }] }],
    ['too many keys', { keys: Array.from({ length: 101 }, () => ({ kty: 'RSA' })) }],
    ['a broken key', { keys: [{ kty: 'RSA', kid: 'key-1', n: '?', e: 'AQAB' }] }],
  ])('a JWK Set with %s leaves the token unverified', async (_, jwks) => {
    const raw = await (await createSigner()).sign(claims);
    await expect(verifySignature(raw, decodeToken(raw), { jwks })).resolves.toMatchObject({
      signature: 'unverified',
    });
  });
});

describe('against keys at the issuer', () => {
  let signer: Signer;
  let raw: string;
  let served: () => { readonly status: number; readonly body: string };
  const sent: HttpRequest[] = [];

  const http: Http = {
    vault: plainVault(),
    exchanges: [],
    takeError: () => undefined,
    fetch: () => globalThis.fetch,
    send: async (request) => {
      sent.push(request);
      return { ...served(), url: request.url, headers: [], header: () => [], challenges: [], exchange: 1 };
    },
  };

  beforeAll(async () => {
    signer = await createSigner();
    raw = await signer.sign(claims);
  });
  afterEach(() => {
    sent.length = 0;
  });

  const ok = (document: unknown) => () => ({ status: 200, body: JSON.stringify(document) });

  test('they are fetched as metadata at a named URL, once for all tokens of a run', async () => {
    served = ok(signer.jwks);
    const cache = createKeyCache();
    const source = { jwksUri, http, cache };
    const judged = await Promise.all([1, 2, 3].map(() => verifySignature(raw, decodeToken(raw), source)));
    expect(judged.map((token) => token.signature)).toEqual(['verified', 'verified', 'verified']);
    expect(sent).toMatchObject([
      { method: 'GET', url: jwksUri, purpose: 'metadata', phase: 'token', named: true },
    ]);
  });

  test('an unknown key is looked for once more, because keys rotate', async () => {
    const old = await createSigner('RS256', 'old');
    served = () => ok(sent.length === 1 ? old.jwks : signer.jwks)();
    const judged = await verifySignature(raw, decodeToken(raw), { jwksUri, http });
    expect(judged.signature).toBe('verified');
    expect(sent).toHaveLength(2);
  });

  test('and not over and over for a key that nobody publishes', async () => {
    served = ok(signer.jwks);
    const cache = createKeyCache();
    const stray = jwt({ alg: 'RS256', kid: 'stray' }, claims);
    for (const _ of [1, 2, 3]) await verifySignature(stray, decodeToken(stray), { jwksUri, http, cache });
    expect(sent).toHaveLength(2);
  });

  test.each([
    ['is missing', () => ({ status: 404, body: '' }), 'answered 404'],
    ['is a web page', () => ({ status: 200, body: '<html>' }), 'did not answer with JSON'],
    [
      'cannot be reached',
      (): never => {
        throw new NetworkError('tcp.refused', 'nobody listens');
      },
      'nobody listens (tcp.refused)',
    ],
  ])('a JWK Set that %s leaves the token unverified', async (_, answer, reason) => {
    served = answer;
    const judged = await verifySignature(raw, decodeToken(raw), { jwksUri, http });
    expect(judged).toMatchObject({
      signature: 'unverified',
      signatureReason: expect.stringContaining(reason),
    });
  });
});
