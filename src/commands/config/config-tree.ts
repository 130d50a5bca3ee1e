import { realpath } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../../errors.ts';
import { placeIn, whereIn } from './document.ts';
import { includedFiles, type Place } from './include-paths.ts';
import { type ConfigSource, type TargetEntry, targetNames } from './target-entry.ts';

/** A configuration with everything that it includes has at most so many files, and together so many bytes. */
const MAX_FILES = 1000;
const MAX_BYTES = 16 * 1024 * 1024;

/** Reads and checks one file; `bytes` is how much of the whole it is. */
export type ReadSource = (path: string, where: string) => Promise<ConfigSource & { readonly bytes: number }>;

export interface ConfigTree {
  readonly top: ConfigSource;
  readonly targets: ReadonlyMap<string, TargetEntry>;
}

/**
 * A configuration file with what it includes: its own targets, then those of the included files in their order.
 * @throws UsageError `config.include_*`, `config.target_*`, `config.no_targets`, and what `read` throws
 */
export async function configTree(path: string, where: string, read: ReadSource): Promise<ConfigTree> {
  const names = targetNames();
  const seen = new Map<string, string>();
  const total = { bytes: 0 };
  let root: Place | undefined;

  const walk = async (file: Place, from: string, parents: readonly ConfigSource[]): Promise<ConfigSource> => {
    seen.set(file.real, from);
    const source = await read(file.path, from);
    total.bytes += source.bytes;
    if (seen.size > MAX_FILES || total.bytes > MAX_BYTES) throw tooMuch(from);
    const chain = [source, ...parents];
    for (const [name, own] of Object.entries(source.config.targets ?? {})) {
      names.add({ name, own, source, defaults: chain });
    }
    root ??= await placeOf(dirname(path));
    for (const [index, entry] of (source.config.include ?? []).entries()) {
      const at = whereIn(source.document, ['include', index]);
      for (const next of await includedFiles(entry, file, root, at)) {
        const earlier = seen.get(next.real);
        if (earlier !== undefined) throw again(at, earlier, isAbove(next, chain));
        await walk(next, at, chain);
      }
    }
    return source;
  };
  const isAbove = (file: Place, chain: readonly ConfigSource[]): boolean =>
    chain.some((source) => source.path === file.path);

  const top = await walk(await placeOf(path), where, []);
  if (names.all.size > 0) return { top, targets: names.all };
  throw new UsageError('config.no_targets', `${placeIn(top.document, ['targets'])}: there is no target.`, {
    hint: 'Add a name with its url below targets.',
  });
}

async function placeOf(path: string): Promise<Place> {
  try {
    return { path, real: await realpath(path) };
  } catch {
    // Reading it says what is wrong.
    return { path, real: path };
  }
}

function again(where: string, earlier: string, isCycle: boolean): UsageError {
  return isCycle
    ? new UsageError(
        'config.include_cycle',
        `${where}: this file is being read already, named by ${earlier}: the includes go in a circle.`,
        { hint: 'Take this entry away.' },
      )
    : new UsageError('config.include_twice', `${where}: this file is included already: ${earlier}.`, {
        hint: 'Include it once: its targets would be there twice.',
      });
}

function tooMuch(where: string): UsageError {
  return new UsageError(
    'config.include_limit',
    `${where}: more than ${MAX_FILES} files or ${MAX_BYTES / 1024 / 1024} MiB in all.`,
    { hint: 'Split the configuration, and name the parts with --config.' },
  );
}
