import type { Target } from '../../types.ts';
import { commandLineTargets } from './command-line-target.ts';
import { fileTargets } from './file-targets.ts';
import type { Inputs } from './inputs.ts';
import { selected } from './selection.ts';

export type { Inputs, TargetFlags } from './inputs.ts';

/**
 * What the user wants proved, from flags, environment and configuration file. Positional arguments are URLs
 * or names in the file; none means every target of the file, or MCP_URL when there is no file; `--tag` chooses
 * among those of the file. Nothing is sent.
 * @throws UsageError `usage.*`, `config.*`, `credential.*`: what was expected, what was found, what to do;
 * `issuer.not_trusted*` when a secret of the file would go to whom nobody outside the file named.
 */
export async function loadTargets(inputs: Inputs): Promise<readonly Target[]> {
  const { inFile, urls } = await selected(inputs);
  const fromFile = inFile === undefined ? [] : await fileTargets(inFile.entries, inFile.trust, inputs);
  const fromCommandLine = urls.length === 0 ? [] : await commandLineTargets(urls, inputs);
  return [...fromFile, ...fromCommandLine];
}

/**
 * What is in force for every chosen target and where each value came from, as YAML with a comment behind every
 * value. Secrets are named, never read; no command is run and nothing is sent.
 * @throws UsageError `usage.*`, `config.*` as {@link loadTargets} does
 */
export async function printedConfig(inputs: Inputs): Promise<string> {
  return await (await import('./print-config.ts')).printed(await selected(inputs), inputs);
}
