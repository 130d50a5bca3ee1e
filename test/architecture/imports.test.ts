import { describe, expect, it } from 'vitest';
import { type Import, importsIn } from './imports.ts';

const HOME = 'src/flows/here.ts';

const only = (source: string): Omit<Import, 'from' | 'names'> | undefined => {
  const [first, ...more] = importsIn(HOME, source);
  expect(more).toEqual([]);
  if (first === undefined) return undefined;
  const { from, names: _, ...rest } = first;
  expect(from).toBe(HOME);
  return rest;
};

describe('an import line is read as', () => {
  it.each([
    ["import { a } from './a.ts';", 'src/flows/a.ts', 'file', false, false],
    ["import '../token/a.ts';", 'src/token/a.ts', 'file', false, false],
    ["import a from '../../fixtures/a.ts';", 'fixtures/a.ts', 'file', false, false],
    ["import * as a from 'node:http';", 'node:http', 'builtin', false, false],
    ["import {\n  a,\n  type B,\n} from 'jose';", 'jose', 'package', false, false],
    ["import { x } from '@scope/name/sub/path.js';", '@scope/name', 'package', false, false],
    ["import type { A } from 'undici';", 'undici', 'package', false, true],
    ["import { type A, type B } from 'undici';", 'undici', 'package', false, true],
    ["import type from 'undici';", 'undici', 'package', false, false],
    ["export { a } from './a.ts';", 'src/flows/a.ts', 'file', false, false],
    ["export * from './a.ts';", 'src/flows/a.ts', 'file', false, false],
    ["export type * from './a.ts';", 'src/flows/a.ts', 'file', false, true],
    ["const a = await import('zod');", 'zod', 'package', true, false],
    ["const { a } = await import(\n  'zod'\n);", 'zod', 'package', true, false],
    ["type A = typeof import('zod');", 'zod', 'package', true, true],
    ["let a: import('zod').ZodType;", 'zod', 'package', true, true],
    ["new Worker(new URL('./w.js', import.meta.url));", 'src/flows/w.js', 'file', true, false],
  ])('%j', (source, to, kind, lazy, typeOnly) => {
    expect(only(source)).toEqual({ to, kind, lazy, typeOnly });
  });

  it.each([
    "// import { a } from './a.ts';",
    "/* import { a } from './a.ts'; */",
    "/**\n * import { a } from './a.ts';\n */",
    "export const from = 'nowhere';",
    "export interface Tool {\n  readonly name: 'mcp-authcheck';\n}",
    "export type Format = 'jwt' | 'opaque';",
    "export function from(a: string) { return a === './a.ts'; }",
    "const text = 'https://example.com/'; // import('zod')",
    "const url = new URL('./a.json', import.meta.url);",
  ])('nothing: %j', (source) => {
    expect(only(source)).toBeUndefined();
  });

  it.each([
    ["import { a, type B, c as d } from 'zod';", ['a', 'c']],
    ["import z, { a } from 'zod';", ['*']],
    ["import * as z from 'zod';", ['*']],
    ["import 'zod';", ['*']],
  ])('%j, which names %j', (source, names) => {
    expect(importsIn(HOME, source).map((line) => line.names)).toEqual([names]);
  });

  it('several lines in the order of the file', () => {
    const source =
      "import a from 'zod';\nimport type { B } from '../types.ts';\n\nexport { c } from './c.ts';\n";
    expect(importsIn(HOME, source).map(({ to }) => to)).toEqual(['zod', 'src/types.ts', 'src/flows/c.ts']);
  });
});
