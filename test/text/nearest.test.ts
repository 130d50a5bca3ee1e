import { describe, expect, it } from 'vitest';
import { nearest } from '../../src/text/nearest.ts';

describe('nearest', () => {
  it.each([
    ['audence', ['audience', 'issuer'], 'audience'],
    ['Audience', ['audience'], 'audience'],
    ['flow', ['flows', 'url'], 'flows'],
    ['tenant', ['issuer', 'url'], undefined],
    ['x', [], undefined],
    ['x'.repeat(200), ['x'], undefined],
  ])('%s among %j is %s', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });
});
