import { describe, expect, it } from 'vitest';
import { isTooDeep, MOST_NESTED } from '../../src/text/nesting.ts';

describe('isTooDeep', () => {
  const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

  it('takes what is nested as deep as the limit', () => {
    expect(isTooDeep(nested(MOST_NESTED))).toBe(false);
    expect(isTooDeep({ a: [{ b: [null, 'x'] }] })).toBe(false);
  });

  it('says so one level deeper, in lists and in objects', () => {
    expect(isTooDeep(nested(MOST_NESTED + 2))).toBe(true);
    expect(isTooDeep(JSON.parse(`${'{"a":'.repeat(70)}1${'}'.repeat(70)}`))).toBe(true);
  });

  it('survives a depth at which recursion ends a program', () => {
    expect(isTooDeep({ a: nested(500_000) })).toBe(true);
  });
});
