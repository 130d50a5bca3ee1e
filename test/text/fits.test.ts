import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fits } from '../../src/text/fits.ts';

describe('a name and a pattern', () => {
  it.each([
    ['a.yaml', '*.yaml', true],
    ['.yaml', '*.yaml', true],
    ['a.yml', '*.yaml', false],
    ['targets.yaml', 'targets.y?ml', true],
    ['a+b(c)[d].yaml', 'a+b(c)[d].*', true],
    ['axb', 'a.b', false],
    ['', '*', true],
    ['', '?', false],
    ['😀', '?', true],
    ['aXbXc', 'a*X*c', true],
    ['aXbXd', 'a*X*c', false],
  ])('%j and %j: %s', (name, pattern, expected) => {
    expect(fits(name, pattern)).toBe(expected);
  });

  it('fit where the same pattern as a regular expression says so', () => {
    const short = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), maxLength: 8 });
    fc.assert(
      fc.property(short, pattern, (name, wanted) => {
        const source = wanted.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        expect(fits(name, wanted)).toBe(new RegExp(`^${source}$`).test(name));
      }),
      { numRuns: 500 },
    );
  });

  it('are compared in no time, however many stars there are', () => {
    expect(fits('a'.repeat(255), `${'*a'.repeat(2_000)}b`)).toBe(false);
  });
});
