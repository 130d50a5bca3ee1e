import { describe, expect, it } from 'vitest';
import { catalogue, entryOf } from '../../src/diagnosis/catalogue.ts';
import { oauthErrors } from '../../src/diagnosis/oauth-errors.ts';

const wanted = [
  7000215, 7000216, 7000218, 7000222, 700016, 90002, 900023, 900021, 500011, 1002012, 70011, 28000, 65001,
  650053, 650057, 9010010, 50011, 900971, 9002327, 501481, 54005, 70008, 700082, 50173, 50105, 501051, 50076,
  53003, 700027, 5002723, 700024, 70021, 700211, 700213, 50058, 90009, 70016, 70019, 90055, 50194, 7000229,
  700025, 90094, 65004, 9002326,
];

describe('the catalogue', () => {
  it.each(wanted)('knows AADSTS%d', (code) => {
    expect(entryOf(code)?.code).toBe(code);
  });

  it('has each number once, and a sentence for everything', () => {
    const codes = catalogue.map((entry) => entry.code);
    expect(codes).toEqual([...new Set(codes)]);
    for (const { title, cause, fix } of catalogue) {
      for (const text of [title, cause, fix]) expect(text).toMatch(/^[A-Z"].*\.$/s);
    }
  });

  it('knows the OAuth errors, once each', () => {
    const names = oauthErrors.map((entry) => entry.error);
    expect(names).toEqual([...new Set(names)]);
    for (const name of [
      'invalid_client',
      'invalid_grant',
      'invalid_scope',
      'unauthorized_client',
      'access_denied',
      'invalid_target',
    ]) {
      expect(names).toContain(name);
    }
  });
});
