import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { choose, place } from './choose.mjs';
import { clientMutants } from './client-mutants.mjs';
import { defenceMutants } from './defence-mutants.mjs';

describe.each([
  ['client', clientMutants],
  ['defences', defenceMutants],
] as const)('the mutants of the list %s', (_name, mutants) => {
  it.each(mutants)('$name: changes one place that exists', (mutant) => {
    const text = readFileSync(new URL(`../../${mutant.file}`, import.meta.url), 'utf8');
    expect(place(mutant, text)).not.toBe(text);
  });

  it('have names of their own', () => {
    const names = mutants.map(({ name }) => name);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });
});

describe('a place that is to be changed', () => {
  it.each([
    ['nowhere', 0],
    ['twice', 2],
  ])('is an error when it is %s', (_where, times) => {
    const text = 'x'.repeat(times);
    const mutant = { file: 'a.ts', search: 'x', replace: 'y' };
    expect(() => place(mutant, text)).toThrow(`a.ts holds this ${times} times, and not once: x`);
  });
});

describe('choosing', () => {
  const some = ['a', 'b', 'c', 'd', 'e'].map((name) => ({ name, defence: `of ${name}` }));

  it('goes by a part of the name or of the defence', () => {
    expect(choose(some, ['of b', 'd']).map(({ name }) => name)).toEqual(['b', 'd']);
    expect(choose(some, [])).toHaveLength(5);
  });

  it('at random is the same for the same seed, and another for others', () => {
    const draw = (seed: string) =>
      choose(some, [], { random: '2', seed })
        .map(({ name }) => name)
        .join('');
    expect(draw('7')).toBe(draw('7'));
    expect(draw('7')).toHaveLength(2);
    expect(new Set(['1', '2', '3', '4', '5', '6'].map(draw)).size).toBeGreaterThan(1);
  });
});
