import { beforeAll, describe, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import {
  algNone,
  changePayload,
  decodeToken,
  flipSignatureByte,
  selfSigned,
  stripSignature,
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

const judged = async (token: Secret | undefined) => {
  const raw = token?.reveal() ?? '';
  return (await verifySignature(raw, decodeToken(raw), signer)).signature;
};

describe('a forged token', () => {
  test('differs from the real one in the middle of its signature', async () => {
    const vault = plainVault();
    const flipped = flipSignatureByte(real, vault);
    expect(vault.kept).toEqual([flipped?.reveal()]);
    const bytes = (token: Secret | undefined) =>
      Buffer.from(token?.reveal().split('.')[2] ?? '', 'base64url');
    const differing = [...bytes(real)].flatMap((byte, index) =>
      byte === bytes(flipped)[index] ? [] : [index],
    );
    expect(differing).toEqual([bytes(real).length / 2]);
    await expect(judged(flipped)).resolves.toBe('invalid');
  });

  test('has other claims under the old signature', async () => {
    const vault = plainVault();
    const changed = changePayload(real, vault);
    expect(decodeToken(changed?.reveal() ?? '').claims).toEqual({ ...claims, exp: claims.exp + 60 });
    expect(changed?.reveal().split('.')[2]).toBe(real.reveal().split('.')[2]);
    await expect(judged(changed)).resolves.toBe('invalid');
  });

  test('has no signature', async () => {
    const stripped = stripSignature(real, plainVault());
    expect(stripped?.reveal()).toBe(`${real.reveal().split('.').slice(0, 2).join('.')}.`);
    await expect(judged(stripped)).resolves.not.toBe('verified');
  });

  test('says that it needs none, in three spellings', async () => {
    const vault = plainVault();
    const unsigned = algNone(real, vault);
    expect(unsigned.map(({ token }) => decodeToken(token.reveal()))).toMatchObject(
      ['none', 'None', 'NONE'].map((alg) => ({ header: { alg, kid: 'key-1' }, claims })),
    );
    expect(vault.kept).toHaveLength(3);
  });

  test.each(['RS256', 'ES256', 'EdDSA'])(
    'is signed with a fresh %s key under the real key id',
    async (alg) => {
      const other = await createSigner(alg);
      const forged = await selfSigned(new Secret(await other.sign(claims)), plainVault());
      const decoded = decodeToken(forged?.reveal() ?? '');
      expect(decoded).toMatchObject({ header: { alg, kid: 'key-1' }, claims });
      await expect(verifySignature(forged ?? '', decoded, other)).resolves.toMatchObject({
        signature: 'invalid',
      });
    },
  );
});

test('what is no JWT cannot be forged', async () => {
  const vault = plainVault();
  for (const text of ['opaque', 'a.b.c', '', jwt({ alg: 'RS256' }, 'no json')]) {
    const token = new Secret(text);
    expect(flipSignatureByte(token, vault)).toBeUndefined();
    expect(changePayload(token, vault)).toBeUndefined();
    expect(stripSignature(token, vault)).toBeUndefined();
    expect(algNone(token, vault)).toEqual([]);
    await expect(selfSigned(token, vault)).resolves.toBeUndefined();
  }
  expect(vault.kept).toEqual([]);
});
