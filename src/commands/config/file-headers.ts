import type { Target } from '../../types.ts';
import { header } from './header.ts';
import type { Inputs } from './inputs.ts';
import { readSecret } from './secret-source.ts';
import type { InForce } from './target-entry.ts';

/** Headers of a file target; a value by reference is a secret. @throws UsageError `usage.header_*`, `credential.*` */
export async function fileHeaders(
  { settings, at, folderOf }: InForce,
  inputs: Inputs,
): Promise<Target['headers']> {
  const source = { environment: inputs.environment, keep: (value: string) => inputs.vault.keep(value) };
  const found: Target['headers'][number][] = [];
  for (const [name, value] of Object.entries(settings.headers ?? {})) {
    const where = at('headers', name);
    if (typeof value === 'string') found.push(header(name, value, source, where));
    else if ('env' in value) found.push(header(name, `env:${value.env}`, source, where));
    else {
      const [checked] = header(name, 'env:CHECKED', { ...source, environment: { CHECKED: 'x' } }, where);
      found.push([checked, await readSecret(value, { inputs, base: folderOf('headers') }, where)]);
    }
  }
  return found;
}
