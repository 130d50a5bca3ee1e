import { readdirSync } from 'node:fs';
import type { Row } from '../row.ts';

const names = readdirSync(new URL('.', import.meta.url))
  .filter((file) => file.endsWith('.ts') && file !== 'index.ts')
  .map((file) => file.slice(0, -'.ts'.length));

/** Every row of this folder, in the order of their files. Each file exports lists of rows, and nothing else that looks like one. */
export async function allRows(): Promise<readonly Row[]> {
  const modules = await Promise.all(
    names.sort().map((name) => import(/* @vite-ignore */ `./${name}.ts`) as Promise<Record<string, unknown>>),
  );
  const rows = modules.flatMap((module) => Object.values(module).filter(isRows).flat());
  const ids = rows.map(({ id }) => id);
  const twice = ids.filter((id, at) => ids.indexOf(id) !== at);
  if (twice.length > 0) throw new Error(`two rows have the id ${[...new Set(twice)].join(', ')}`);
  return rows;
}

function isRows(value: unknown): value is readonly Row[] {
  return Array.isArray(value) && value.every((one) => typeof one?.id === 'string' && 'attack' in one);
}
