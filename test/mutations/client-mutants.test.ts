import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { clientMutants } from './client-mutants.mjs';

describe('the mutants of the client', () => {
  it.each(clientMutants)('$name: changes one place that exists', ({ file, find, replace }) => {
    const text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    expect(text.split(find)).toHaveLength(2);
    expect(replace).not.toBe(find);
  });
});
