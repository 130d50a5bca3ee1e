import { describe, expect, test } from 'vitest';
import {
  directivesOf,
  sharedWithoutToken,
  sharedWithToken,
} from '../../../src/checks/leakage/cache-control.ts';

/** What lets a shared cache keep the answer to a request with a token, and to one without. */
const ROWS: readonly (readonly [string, string | undefined, string | undefined])[] = [
  ['no-store', undefined, undefined],
  ['', undefined, undefined],
  ['private, max-age=60', undefined, undefined],
  ['max-age=60', undefined, 'max-age'],
  ['max-age=0', undefined, undefined],
  ['max-age=0, must-revalidate', undefined, undefined],
  ['max-age=60, must-revalidate', 'must-revalidate with max-age', 'must-revalidate with max-age'],
  ['no-cache, must-revalidate, max-age=60', undefined, undefined],
  ['Public', 'public', 'public'],
  ['public, no-store', undefined, undefined],
  ['private="set-cookie", public', undefined, undefined],
  ['s-maxage=60', 's-maxage', 's-maxage'],
  ['s-maxage="60"', 's-maxage', 's-maxage'],
  ['s-maxage=0', undefined, undefined],
  ['max-age=many', undefined, undefined],
];

describe('Cache-Control', () => {
  test.each(ROWS)('%s', (value, withToken, withoutToken) => {
    const directives = directivesOf({ headers: [['Cache-Control', value]] }) ?? new Map();
    expect(sharedWithToken(directives)).toBe(withToken);
    expect(sharedWithoutToken(directives)).toBe(withoutToken);
  });

  test('is read over all its lines, and not there when there is none', () => {
    const headers = [
      ['cache-control', 'max-age=1'],
      ['Cache-Control', 'no-store'],
    ] as const;
    expect([...(directivesOf({ headers }) ?? [])]).toEqual([
      ['max-age', '1'],
      ['no-store', ''],
    ]);
    expect(directivesOf({ headers: [] })).toBeUndefined();
  });
});
