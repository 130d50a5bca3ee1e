import { describe, expect, it } from 'vitest';
import { validatorCatalogue, validatorEntryOf, whyRefused } from '../../src/diagnosis/catalogue.ts';

describe('why a server refuses a token', () => {
  it.each([
    [
      "IDX10214: Audience validation failed. Audiences: 'a'. Did not match: validationParameters.ValidAudience: 'b'",
      'aud',
      'IDX10214',
    ],
    ["IDX10205: Issuer validation failed. Issuer: 'https://sts.windows.net/x/'.", 'iss', 'IDX10205'],
    ["IDX10223: Lifetime validation failed. The token is expired. ValidTo: '…'", 'exp', 'IDX10223'],
    ['IDX10222: Lifetime validation failed. The token is not yet valid.', 'nbf', 'IDX10222'],
    ['IDX10501: Signature validation failed. Unable to match key: kid: x', 'key', 'IDX10501'],
    ["IDX10503: Signature validation failed. Keys tried: 'x'", 'key', 'IDX10503'],
    ['IDX10511: Signature validation failed. Keys tried', 'signature', 'IDX10511'],
    ['idx10208: Unable to validate audience.', 'aud', 'IDX10208'],
    ['Validation failed: IDX99999, then IDX10205', 'iss', 'IDX10205'],
  ])('%s', (text, claim, code) => {
    expect(whyRefused(text)).toEqual({ claim, code });
  });

  it.each([
    ["The audience 'https://issuer.example/exp' is invalid", 'aud'],
    ["The issuer 'https://login.example/audience' is invalid", 'iss'],
    ["The token expired at '11/23/2026 09:00:00'", 'exp'],
    ["The token is not valid before '11/23/2026 09:00:00'", 'nbf'],
    ['The signature key was not found', 'key'],
    ['The signature is invalid', 'signature'],
    ['jwt audience invalid. expected: api://calculator', 'aud'],
    ['jwt issuer invalid. expected: https://login.microsoftonline.com/x/v2.0', 'iss'],
    ['jwt expired', 'exp'],
    ['jwt not active', 'nbf'],
    ['invalid signature', 'signature'],
    ['jwt malformed', 'malformed'],
    ['unexpected "aud" claim value', 'aud'],
    ['unexpected aud claim value', 'aud'],
    ['"exp" claim timestamp check failed', 'exp'],
    ['no applicable key found in the JSON Web Key Set', 'key'],
    ['signature verification failed', 'signature'],
    ["Audience doesn't match", 'aud'],
    ['Signature has expired', 'exp'],
    ['The token is not yet valid (nbf)', 'nbf'],
    ['Not enough segments', 'malformed'],
    ['An error occurred while attempting to decode the Jwt: The aud claim is not valid', 'aud'],
    ['The iss claim is not valid', 'iss'],
    ['Jwt expired at 2026-11-23T09:00:00Z', 'exp'],
    ['Signed JWT rejected: Another algorithm expected, or no matching key(s) found', 'key'],
    ['The request requires higher privileges than provided by the access token.', 'scope'],
    ['Insufficient scope', 'scope'],
    ['The access token expired', 'exp'],
    ['The token is meant for another audience', 'aud'],
    ['The token is not signed with a key of the issuer', 'key'],
    ['The token is signed with an algorithm that is not allowed here', 'signature'],
    ['This is an ID token', 'type'],
  ])('%s', (text, claim) => {
    expect(whyRefused(text)).toEqual({ claim });
  });

  it.each([
    [undefined],
    [''],
    ['Invalid token'],
    ['invalid_token'],
    ['Unauthorized'],
    ['Token is invalid or expired'],
    ['The access token is expired, revoked, malformed, or invalid for other reasons'],
    ['The provided bearer token is invalid, expired, or no longer recognized by the server.'],
    ['Wrong audience or issuer'],
    ['The value is not the one that was expected'],
  ])('is not known from %s', (text) => {
    expect(whyRefused(text)).toBeUndefined();
  });

  it('takes a huge text in its stride', () => {
    expect(whyRefused('invalid or '.repeat(200_000))).toBeUndefined();
    expect(whyRefused(`jwt expired ${"'".repeat(1_000_000)}`)).toEqual({ claim: 'exp' });
  });

  it('leads to the entry whose words were said', () => {
    for (const entry of validatorCatalogue) {
      for (const part of Object.values(entry.says).flat()) {
        const why = whyRefused(part);
        expect([part, why?.claim]).toEqual([part, entry.claim]);
        expect(why && validatorEntryOf(why)?.code).toBe(entry.code);
      }
    }
  });
});
