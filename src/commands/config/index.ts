import { UsageError } from '../../errors.ts';
import { nearest } from '../../text/nearest.ts';
import type { Target } from '../../types.ts';
import { commandLineTargets } from './command-line-target.ts';
import { type LoadedConfig, loadConfig } from './config-file.ts';
import { fileTargets } from './file-targets.ts';
import type { Inputs } from './inputs.ts';
import { quoted } from './text.ts';

export type { Inputs, TargetFlags } from './inputs.ts';

/**
 * What the user wants proved, from flags, environment and configuration file. Positional arguments are URLs
 * or names in the file; none means every target of the file, or MCP_URL when there is no file. Nothing is sent.
 * @throws UsageError `usage.*`, `config.*`, `credential.*`: what was expected, what was found, what to do.
 */
export async function loadTargets(inputs: Inputs): Promise<readonly Target[]> {
  const loaded = await configFor(inputs);
  const names = inputs.targets.filter((text) => isName(text, loaded));
  const urls = inputs.targets
    .filter((text) => !isName(text, loaded))
    .map((url) => ({ url, where: 'TARGET' }));
  if (inputs.targets.length === 0) {
    if (loaded !== undefined) return await fileTargets(Object.keys(loaded.config.targets), loaded, inputs);
    return await commandLineTargets([{ url: urlFromEnvironment(inputs), where: 'MCP_URL' }], inputs);
  }
  refuseTwice(inputs.targets);
  const fromFile = loaded === undefined || names.length === 0 ? [] : await fileTargets(names, loaded, inputs);
  const fromCommandLine = urls.length === 0 ? [] : await commandLineTargets(urls, inputs);
  return [...fromFile, ...fromCommandLine];
}

/** A file that lies in the working directory does not stand in the way of a target that is a URL. */
async function configFor(inputs: Inputs): Promise<LoadedConfig | undefined> {
  const onlyUrls = inputs.targets.length > 0 && inputs.targets.every(looksLikeUrl);
  return inputs.configFile === undefined && onlyUrls ? undefined : await loadConfig(inputs);
}

function isName(text: string, loaded: LoadedConfig | undefined): boolean {
  const names = Object.keys(loaded?.config.targets ?? {});
  if (names.includes(text)) return true;
  if (looksLikeUrl(text)) return false;
  if (loaded === undefined) {
    throw new UsageError(
      'usage.target_not_url',
      `TARGET: ${quoted(text)} is not a URL, and there is no configuration file.`,
      {
        hint: 'Give the endpoint as https://…, or a file with --config FILE.',
      },
    );
  }
  const near = nearest(text, names);
  throw new UsageError(
    'usage.target_unknown',
    `TARGET: ${loaded.document.file} has no target ${quoted(text)}.`,
    {
      hint: near === undefined ? `It has: ${names.slice(0, 20).join(', ')}.` : `Did you mean ${near}?`,
    },
  );
}

/** Has a scheme, a port or a path: meant as a URL, even where it is a wrong one. */
function looksLikeUrl(text: string): boolean {
  return /[:/]/.test(text);
}

function urlFromEnvironment({ environment }: Inputs): string {
  if (environment.MCP_URL) return environment.MCP_URL;
  throw new UsageError(
    'usage.target_missing',
    'No target: no URL was given and there is no configuration file.',
    {
      hint: 'Give the endpoint as https://…, set MCP_URL, or write mcp-authcheck.yaml (README, In CI).',
    },
  );
}

function refuseTwice(targets: readonly string[]): void {
  const twice = targets.find((text, index) => targets.indexOf(text) !== index);
  if (twice === undefined) return;
  throw new UsageError('usage.target_twice', 'TARGET: the same target is given twice.');
}
