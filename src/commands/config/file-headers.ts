import { dirname } from 'node:path';
import type { Target } from '../../types.ts';
import type { LoadedConfig } from './config-file.ts';
import type { TargetConfig } from './config-schema.ts';
import type { Path } from './document.ts';
import { header } from './header.ts';
import type { Inputs } from './inputs.ts';
import { readSecret } from './secret-source.ts';

/** Headers of a file target; a value by reference is a secret. @throws UsageError `usage.header_*`, `credential.*` */
export async function fileHeaders(
  headers: NonNullable<TargetConfig['headers']>,
  loaded: LoadedConfig,
  inputs: Inputs,
  at: (...path: Path) => string,
): Promise<Target['headers']> {
  const source = { environment: inputs.environment, keep: (value: string) => inputs.vault.keep(value) };
  const found: Target['headers'][number][] = [];
  for (const [name, value] of Object.entries(headers)) {
    const where = at('headers', name);
    if (typeof value === 'string') found.push(header(name, value, source, where));
    else if ('env' in value) found.push(header(name, `env:${value.env}`, source, where));
    else {
      const [checked] = header(name, 'env:CHECKED', { ...source, environment: { CHECKED: 'x' } }, where);
      found.push([checked, await readSecret(value, { inputs, base: dirname(loaded.path) }, where)]);
    }
  }
  return found;
}
