import { expect, test } from 'vitest';
import { checks } from '../../src/checks/index.ts';
import { mutants } from './index.ts';
import { unusuals } from './unusual/index.ts';

test('every check has a mutant that it must notice', () => {
  const killers = new Set(mutants.flatMap(({ killedBy }) => killedBy));
  expect(checks.map(({ id }) => id).filter((id) => !killers.has(id))).toEqual([]);
});

test('mutants name checks that exist, and have names of their own', () => {
  const ids = new Set(checks.flatMap(({ id }) => [id, `${id.split('/')[0]}/*`]));
  const named = mutants.flatMap(({ killedBy, alsoBy = [] }) => [...killedBy, ...alsoBy]);
  expect(named.filter((id) => !ids.has(id))).toEqual([]);
  const names = [...mutants, ...unusuals].map(({ name }) => name);
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
});
