import { UsageError } from '../../errors.ts';
import { nearest } from '../../text/nearest.ts';
import { type LoadedConfig, loadConfig } from './config-file.ts';
import type { Inputs } from './inputs.ts';
import { withTag } from './tags.ts';
import type { TargetEntry } from './target-entry.ts';
import { quoted } from './text.ts';
import type { Trust } from './trust.ts';

/** The targets that a run is about: those of the file, then URLs with where each was given. */
export interface Selection {
  /** undefined: none is in the file. */
  readonly inFile: { readonly entries: readonly TargetEntry[]; readonly trust: Trust } | undefined;
  readonly urls: readonly { readonly url: string; readonly where: string }[];
}

/** @throws UsageError `usage.target_*`, `usage.tag_*`, `config.*` */
export async function selected(inputs: Inputs): Promise<Selection> {
  const loaded = await configFor(inputs);
  const { targets } = inputs;
  refuseTwice(targets);
  const chosen =
    targets.length === 0
      ? [...(loaded?.targets.values() ?? [])]
      : targets.flatMap((text) => entryOf(text, loaded) ?? []);
  const urls =
    targets.length === 0 && loaded === undefined
      ? [{ url: urlFromEnvironment(inputs), where: 'MCP_URL' }]
      : targets.filter((text) => loaded?.targets.has(text) !== true).map((url) => ({ url, where: 'TARGET' }));
  const entries = withTag(inputs.flags.tag, chosen, urls.length > 0);
  return {
    inFile: loaded === undefined || entries.length === 0 ? undefined : { entries, trust: loaded.trust },
    urls,
  };
}

/** A file that lies in the working directory does not stand in the way of a target that is a URL. */
async function configFor(inputs: Inputs): Promise<LoadedConfig | undefined> {
  const onlyUrls = inputs.targets.length > 0 && inputs.targets.every(looksLikeUrl);
  return inputs.configFile === undefined && onlyUrls ? undefined : await loadConfig(inputs);
}

/** The target of that name; undefined: it is a URL. */
function entryOf(text: string, loaded: LoadedConfig | undefined): TargetEntry | undefined {
  const entry = loaded?.targets.get(text);
  if (entry !== undefined || looksLikeUrl(text)) return entry;
  if (loaded === undefined) {
    throw new UsageError(
      'usage.target_not_url',
      `TARGET: ${quoted(text)} is not a URL, and there is no configuration file.`,
      {
        hint: 'Give the endpoint as https://…, or a file with --config FILE.',
      },
    );
  }
  const names = [...loaded.targets.keys()];
  const near = nearest(text, names);
  throw new UsageError('usage.target_unknown', `TARGET: ${loaded.file} has no target ${quoted(text)}.`, {
    hint: near === undefined ? `It has: ${names.slice(0, 20).join(', ')}.` : `Did you mean ${near}?`,
  });
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
  const seen = new Set<string>();
  for (const text of targets) {
    if (seen.has(text)) {
      throw new UsageError('usage.target_twice', 'TARGET: the same target is given twice.');
    }
    seen.add(text);
  }
}
