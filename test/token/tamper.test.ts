import { beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import {
  algNone,
  type ClaimChange,
  changePayload,
  decodeToken,
  type Forged,
  flipSignatureByte,
  keyConfusion,
  selfSigned,
  stripSignature,
  temptingChanges,
  verifySignature,
} from '../../src/token/index.ts';
import { createSigner, jwt, plainVault, type Signer } from './tokens.ts';

const claims = { aud: 'api', sub: 'someone', exp: 1795422780 };
let signer: Signer;
let real: Secret;

beforeAll(async () => {
  signer = await createSigner();
  real = new Secret(await signer.sign(claims, { typ: 'JWT' }));
});

const text = (forged: Forged | undefined) => forged?.token.reveal() ?? '';
const judged = async (forged: Forged | undefined) =>
  (await verifySignature(text(forged), decodeToken(text(forged)), signer)).signature;

describe('a forged token', () => {
  test('differs from the real one in the middle of its signature', async () => {
    const vault = plainVault();
    const flipped = flipSignatureByte(real, vault);
    expect(vault.kept).toEqual([text(flipped)]);
    const bytes = (token: string) => Buffer.from(token.split('.')[2] ?? '', 'base64url');
    const [before, after] = [bytes(real.reveal()), bytes(text(flipped))];
    const differing = [...before].flatMap((byte, index) => (byte === after[index] ? [] : [index]));
    expect(differing).toEqual([before.length / 2]);
    await expect(judged(flipped)).resolves.toBe('invalid');
  });

  test('has another subject, a later expiry or one scope more under the old signature', async () => {
    const changed = temptingChanges(real).map((change) => changePayload(real, plainVault(), change));
    expect(changed.map((forged) => decodeToken(text(forged)).claims)).toEqual([
      { ...claims, sub: 'mcp-authcheck-somebody-else' },
      { ...claims, exp: claims.exp + 3600 },
      { ...claims, scope: 'mcp-authcheck.more' },
    ]);
    for (const forged of changed) {
      expect(text(forged).split('.')[2]).toBe(real.reveal().split('.')[2]);
      await expect(judged(forged)).resolves.toBe('invalid');
    }
  });

  test.each([
    [{ scope: 'one' }, { scope: 'one mcp-authcheck.more' }],
    [{ scp: 'one' }, { scp: 'one mcp-authcheck.more' }],
    [{ scp: ['one'] }, { scp: ['one', 'mcp-authcheck.more'] }],
    [{ roles: ['one'] }, { roles: ['one', 'mcp-authcheck.more'] }],
  ])('has more where permissions stand: %j', async (had, has) => {
    const token = new Secret(await signer.sign({ sub: 'someone', ...had }));
    const more = temptingChanges(token).at(-1) as ClaimChange;
    expect(decodeToken(text(changePayload(token, plainVault(), more))).claims).toEqual({
      sub: 'someone',
      ...has,
    });
  });

  test('has no signature, with and without the dot before it', async () => {
    const stripped = stripSignature(real, plainVault());
    const rest = real.reveal().split('.').slice(0, 2).join('.');
    expect([text(stripped?.withDot), text(stripped?.withoutDot)]).toEqual([`${rest}.`, rest]);
    await expect(judged(stripped?.withDot)).resolves.not.toBe('verified');
  });

  test('says that it needs none, in three spellings', async () => {
    const vault = plainVault();
    const unsigned = algNone(real, vault);
    expect(unsigned.map((forged) => decodeToken(text(forged)))).toMatchObject(
      ['none', 'None', 'NONE'].map((alg) => ({ header: { alg, kid: 'key-1' }, claims })),
    );
    expect(vault.kept).toHaveLength(3);
  });

  test.each(['RS256', 'ES256', 'EdDSA'])(
    'is signed with a %s key of ours under the real key id',
    async (alg) => {
      const other = await createSigner(alg);
      const forged = await selfSigned(new Secret(await other.sign(claims)), plainVault());
      const decoded = decodeToken(text(forged));
      expect(decoded).toMatchObject({ header: { alg, kid: 'key-1' }, claims });
      await expect(verifySignature(text(forged), decoded, other)).resolves.toMatchObject({
        signature: 'invalid',
      });
    },
  );

  test('has one key of ours for every forgery', async () => {
    const [first, second] = await Promise.all(
      (['embedded jwk', 'embedded jwk'] as const).map((naming) => selfSigned(real, plainVault(), naming)),
    );
    expect(decodeToken(text(first)).header?.jwk).toEqual(decodeToken(text(second)).header?.jwk);
  });

  test('names a key that nobody knows, or brings its own', async () => {
    const unknown = decodeToken(text(await selfSigned(real, plainVault(), 'unknown kid')));
    expect(unknown.header).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'mcp-authcheck-no-such-key' });
    const embedded = await selfSigned(real, plainVault(), 'embedded jwk');
    const { jwk } = decodeToken(text(embedded)).header as { jwk: object };
    expect(Object.keys(jwk).sort()).toEqual(['e', 'kty', 'n']);
    const own = { jwks: { keys: [{ ...jwk, kid: 'mcp-authcheck-no-such-key' }] } };
    await expect(verifySignature(text(embedded), decodeToken(text(embedded)), own)).resolves.toMatchObject({
      signature: 'verified',
    });
  });

  test.each([
    ['RS256', ['PEM (SPKI)', 'PEM (PKCS #1)', 'JWK as JSON']],
    ['ES256', ['PEM (SPKI)', 'JWK as JSON']],
    ['EdDSA', ['PEM (SPKI)', 'JWK as JSON']],
  ])('is signed with the public %s key as a shared secret', async (alg, forms) => {
    const other = await createSigner(alg);
    const token = new Secret(await other.sign(claims, { typ: 'JWT' }));
    const keys = other.jwks.keys as Parameters<typeof keyConfusion>[1];
    const confused = keyConfusion(token, keys, 'https://issuer.example/keys', plainVault());
    expect(confused.map(({ form }) => form)).toEqual(forms);
    for (const forged of confused)
      expect(decodeToken(text(forged))).toMatchObject({ header: { alg: 'HS256', kid: 'key-1' }, claims });
    expect(new Set(confused.map(text)).size).toBe(forms.length);
  });

  test('needs a key of the right kind to confuse', () => {
    const jwks = 'https://issuer.example/keys';
    expect(keyConfusion(real, [], jwks, plainVault())).toEqual([]);
    expect(keyConfusion(real, [{ kty: 'EC', kid: 'another' }], jwks, plainVault())).toEqual([]);
    expect(keyConfusion(real, [{ kty: 'RSA', kid: 'key-1', n: 'x' }], jwks, plainVault())).toEqual([]);
  });
});

test('what is no JWT cannot be forged', async () => {
  const vault = plainVault();
  for (const opaque of ['opaque', 'a.b.c', '', jwt({ alg: 'RS256' }, 'no json')]) {
    const token = new Secret(opaque);
    expect(flipSignatureByte(token, vault)).toBeUndefined();
    expect(temptingChanges(token)).toEqual([]);
    expect(stripSignature(token, vault)).toBeUndefined();
    expect(algNone(token, vault)).toEqual([]);
    expect(keyConfusion(token, [], 'https://issuer.example/keys', vault)).toEqual([]);
    await expect(selfSigned(token, vault)).resolves.toBeUndefined();
  }
  expect(vault.kept).toEqual([]);
});
