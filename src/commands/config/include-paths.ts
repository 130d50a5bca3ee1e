import { readdir, realpath } from 'node:fs/promises';
import { dirname, isAbsolute, relative, resolve, sep } from 'node:path';
import { UsageError } from '../../errors.ts';
import { fits } from '../../text/fits.ts';
import { quoted } from './text.ts';

/** A configuration has fewer files. */
const MOST_MATCHES = 1000;

/** A file or folder, twice. */
export interface Place {
  /** As it was named, made absolute: relative paths in a file start from its folder. */
  readonly path: string;
  /** Without links: the same for every name of one place. */
  readonly real: string;
}

/**
 * The files that one entry of `include` names: a path relative to the including file, or a pattern with `*` and
 * `?`, whose matches come in the order of their names, without the including file itself.
 * @param root folder of the top configuration: nothing outside it is included
 * @throws UsageError `config.include_missing`, `config.include_outside`, `config.include_pattern`
 */
export async function includedFiles(
  entry: string,
  including: Place,
  root: Place,
  where: string,
): Promise<readonly Place[]> {
  const folder = dirname(including.path);
  const files: Place[] = [];
  for (const path of isPattern(entry) ? await matches(entry, folder, where) : [resolve(folder, entry)]) {
    if (!isWithin(path, root.path) && !isWithin(path, root.real)) throw outside(entry, root, where);
    const real = await realOf(path, entry, where);
    if (!isWithin(real, root.real)) throw outside(entry, root, where);
    if (!isPattern(entry) || real !== including.real) files.push({ path, real });
  }
  if (files.length > 0) return files;
  throw new UsageError('config.include_missing', `${where}: no file matches ${quoted(entry)}.`, {
    hint: `Looked in ${folder}.`,
  });
}

function isPattern(entry: string): boolean {
  return /[*?]/.test(entry);
}

async function matches(pattern: string, folder: string, where: string): Promise<readonly string[]> {
  if (pattern.includes('**')) {
    throw new UsageError('config.include_pattern', `${where}: ** is not supported in ${quoted(pattern)}.`, {
      hint: 'A star stands for part of one name: targets/*.yaml, teams/*/targets.yaml.',
    });
  }
  let found: readonly string[] = [folder];
  for (const part of pattern.split('/')) {
    const next: string[] = [];
    for (const path of found) {
      next.push(...(await below(path, part)));
      // Links that lead back to their own folder multiply with every star.
      if (next.length > MOST_MATCHES) {
        throw new UsageError(
          'config.include_pattern',
          `${where}: ${quoted(pattern)} matches more than ${MOST_MATCHES} names.`,
          { hint: 'Name the folders one by one; a link to its own folder counts again on every level.' },
        );
      }
    }
    found = next;
  }
  return found;
}

/** Names in a folder that fit one part of a pattern, sorted; hidden ones only where the part begins with a dot. */
async function below(folder: string, part: string): Promise<readonly string[]> {
  if (!isPattern(part)) return [resolve(folder, part)];
  try {
    const names = (await readdir(folder)).filter((name) => part.startsWith('.') || !name.startsWith('.'));
    return names
      .filter((name) => fits(name, part))
      .sort()
      .map((name) => resolve(folder, name));
  } catch {
    return [];
  }
}

async function realOf(path: string, entry: string, where: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    throw new UsageError('config.include_missing', `${where}: ${quoted(entry)} does not exist.`, {
      hint: `Looked at ${path}. Paths are relative to the file that includes.`,
      cause,
    });
  }
}

function isWithin(path: string, folder: string): boolean {
  const way = relative(folder, path);
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}

function outside(entry: string, root: Place, where: string): UsageError {
  return new UsageError('config.include_outside', `${where}: ${quoted(entry)} lies outside ${root.path}.`, {
    hint: 'Files are included from the folder of the configuration file and below it, links followed.',
  });
}
