import { randomBytes } from 'node:crypto';
import { lstat, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../../errors.ts';
import { makeDirectory } from '../../token/make-directory.ts';

export interface NewFile {
  /** Absolute. */
  readonly path: string;
  readonly text: string;
}

/** @throws UsageError `usage.file_exists` for the first that is there already */
export async function refuseExisting(paths: readonly string[], cwd: string): Promise<void> {
  for (const file of paths) {
    if (!(await exists(file))) continue;
    throw new UsageError('usage.file_exists', `${shown(file, cwd)} is there already and was left as it is.`, {
      hint: 'Give --force to replace it, or another name with --out FILE.',
    });
  }
}

/**
 * A second file under one of the names that `verify` looks for would make it refuse both.
 * @throws UsageError `usage.file_exists`
 */
export async function refuseSecond(config: string, cwd: string): Promise<void> {
  const names = FOUND.map((name) => path.resolve(cwd, name));
  if (!names.includes(config)) return;
  for (const other of names) {
    if (other === config || !(await exists(other))) continue;
    throw new UsageError(
      'usage.file_exists',
      `${shown(other, cwd)} is there already: with two files, verify would not know which one is meant.`,
      { hint: `Remove it, or write to another name with --out FILE.` },
    );
  }
}

const FOUND = ['mcp-authcheck.yaml', 'mcp-authcheck.yml', 'mcp-authcheck.json', 'mcp-authcheck.jsonc'];

/**
 * Writes each file whole or not at all: a file of another name is renamed when it is complete.
 * @throws UsageError `usage.file_not_writable`
 */
export async function writeNew(files: readonly NewFile[], cwd: string): Promise<void> {
  for (const { path: file, text } of files) {
    const beside = `${file}.${randomBytes(4).toString('hex')}.tmp`;
    try {
      await makeDirectory(path.dirname(file));
      await writeFile(beside, text, { flag: 'wx' });
      await rename(beside, file);
    } catch (cause) {
      await rm(beside, { force: true }).catch(() => undefined);
      throw new UsageError(
        'usage.file_not_writable',
        `${shown(file, cwd)} cannot be written${reason(cause)}.`,
        {
          cause,
          hint: 'Choose a folder that can be written to with --out FILE.',
        },
      );
    }
  }
}

/** As people write it: relative to where they are, unless it lies elsewhere. */
export function shown(file: string, cwd: string): string {
  const short = path.relative(cwd, file);
  return short === '' || short.startsWith('..') ? file : short;
}

export async function exists(file: string): Promise<boolean> {
  return await lstat(file).then(
    () => true,
    () => false,
  );
}

function reason(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  return code === '' ? '' : ` (${code})`;
}
