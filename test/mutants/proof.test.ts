import { describe, expect, it } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createProof } from '../../src/token/index.ts';
import { type Proven, provenKeyOf } from './proof.ts';

const url = 'https://as.example/token';

async function proofOf(accessToken?: string) {
  const key = await createProof();
  const bound = accessToken === undefined ? {} : { accessToken: new Secret(accessToken) };
  return { thumbprint: key.thumbprint, proof: await key.prove({ method: 'POST', url, ...bound }) };
}

function asked(changed: Partial<Proven> = {}): Proven {
  return { method: 'POST', url, now: Math.floor(Date.now() / 1000), seen: new Set(), ...changed };
}

describe('a proof of a key', () => {
  it('names its key, for this request and for this token', async () => {
    const { proof, thumbprint } = await proofOf('token');
    expect(await provenKeyOf([proof], asked({ accessToken: 'token' }))).toBe(thumbprint);
    expect(await provenKeyOf([proof], asked({ url: `${url}?query` }))).toBe(thumbprint);
  });

  it.each<readonly [string, Partial<Proven>]>([
    ['another method', { method: 'GET' }],
    ['another URL', { url: 'https://as.example/other' }],
    ['another time', { now: Math.floor(Date.now() / 1000) + 300 }],
    ['another token', { accessToken: 'other' }],
  ])('does not hold for %s', async (_name, changed) => {
    const { proof } = await proofOf('token');
    expect(await provenKeyOf([proof], asked(changed))).toBeUndefined();
  });

  it('holds once, alone, and with its own signature', async () => {
    const { proof, thumbprint } = await proofOf();
    const once = asked();
    expect(await provenKeyOf([proof], once)).toBe(thumbprint);
    expect(await provenKeyOf([proof], once)).toBeUndefined();
    expect(await provenKeyOf([proof, proof], asked())).toBeUndefined();
    expect(await provenKeyOf([], asked())).toBeUndefined();
    const other = await proofOf();
    const forged = [...proof.split('.').slice(0, 2), other.proof.split('.')[2]].join('.');
    expect(await provenKeyOf([forged], asked())).toBeUndefined();
  });
});
