import { describe, expect, it } from 'vitest';
import { createCredential } from '../../src/client/credential.ts';
import { Secret } from '../../src/secret.ts';
import type { Renew, TokenRefusal } from '../../src/types.ts';

const REFUSAL = { status: 401, challenge: null, exchange: 1 } as const;

function renewing() {
  const told: TokenRefusal[] = [];
  const renew: Renew = async (refusal) => {
    told.push(refusal);
    return { accessToken: new Secret(`token-${told.length + 1}`) };
  };
  return { told, credential: createCredential({ token: new Secret('token-1'), renew }) };
}

const shownBy = (credential: ReturnType<typeof createCredential>) => {
  const shown = credential.shown();
  if (shown === null) throw new Error('no token');
  return shown;
};

describe('the token of a conversation', () => {
  it('is replaced once for two requests that were refused at the same time', async () => {
    const { told, credential } = renewing();
    const first = shownBy(credential);
    expect(await Promise.all([credential.renew(first, REFUSAL), credential.renew(first, REFUSAL)])).toEqual([
      true,
      true,
    ]);
    expect(told).toHaveLength(1);
  });

  it('is not replaced because of a late refusal of the one before: that request goes again with the new one', async () => {
    const { told, credential } = renewing();
    const first = shownBy(credential);
    await credential.renew(first, REFUSAL);
    expect(await credential.renew(first, REFUSAL)).toBe(true);
    expect(told).toHaveLength(1);
    expect(shownBy(credential).token.reveal()).toBe('token-2');
  });

  it('is replaced three times in a session, and in the next one again', async () => {
    const { told, credential } = renewing();
    const replaced = async () => credential.renew(shownBy(credential), REFUSAL);
    expect([await replaced(), await replaced(), await replaced(), await replaced()]).toEqual([
      true,
      true,
      true,
      false,
    ]);
    credential.begin();
    expect(await replaced()).toBe(true);
    expect(told).toHaveLength(4);
  });

  it('was accepted when an earlier session got in with it', async () => {
    const { told, credential } = renewing();
    credential.accepted(shownBy(credential));
    credential.begin();
    await credential.renew(shownBy(credential), REFUSAL);
    await credential.renew(shownBy(credential), REFUSAL);
    expect(told.map(({ wasAccepted }) => wasAccepted)).toEqual([true, false]);
  });
});
