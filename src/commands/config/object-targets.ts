import { resolve } from 'node:path';
import type { Target } from '../../types.ts';
import type { TargetConfig } from './config-schema.ts';
import { parseDocument } from './document.ts';
import { fileTargets } from './file-targets.ts';
import type { Inputs, TargetFlags } from './inputs.ts';
import { interpolate } from './interpolate.ts';
import { refuseSecretVariable } from './refuse-untrusted.ts';
import { targetNames } from './target-entry.ts';
import { trustOf } from './trust.ts';

/** A target as the configuration file has it, with its name. */
export type NamedTargetConfig = TargetConfig & { readonly name?: string };

/**
 * Targets from objects of the configuration file's shape, by the file's own rules: secrets by reference,
 * `${NAME}` from the environment, unknown keys refused. `allowedOrigin`: what no file may say, for all of them.
 * @throws UsageError `config.*`, `usage.*`, `credential.*`
 */
export async function objectTargets(
  configs: readonly NamedTargetConfig[],
  inputs: Omit<Inputs, 'targets' | 'flags'> & Pick<TargetFlags, 'allowedOrigin'>,
): Promise<readonly Target[]> {
  const entries = configs.map(
    ({ name, ...target }, index) => [name ?? `target-${index + 1}`, target] as const,
  );
  const document = await parseDocument(
    'targets.json',
    JSON.stringify({ targets: Object.fromEntries(entries) }),
  );
  const { allowedOrigin = [], ...rest } = inputs;
  const given: Inputs = { ...rest, flags: { allowedOrigin }, targets: [] };
  const trust = await trustOf(given);
  const { shaped } = await import('./shape.ts');
  const value = interpolate(document, inputs.environment, (name, at) =>
    refuseSecretVariable(name, trust, at),
  );
  const source = { config: shaped(document)(value), document, path: resolve(inputs.cwd, 'targets.json') };
  const names = targetNames();
  for (const [name, own] of Object.entries(source.config.targets ?? {})) {
    names.add({ name, own, source, defaults: [] });
  }
  return await fileTargets([...names.all.values()], trust, given);
}
