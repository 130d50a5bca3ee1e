import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { type Problem, shown } from './problem.ts';
import { type Blob, beginsBlob, readBlob } from './read-blob.ts';

/** Artifacts of a CI system lie in a folder each; deeper than that nobody puts blobs. */
const DEEPEST = 4;
const MOST_FILES = 20_000;

export interface Found {
  readonly blobs: readonly Blob[];
  readonly problems: readonly Problem[];
}

/**
 * Every blob in these files and folders. A file that is named has to be one; in a folder, and the folders in it,
 * other files (a JUnit report beside) are passed over. Nothing is read twice.
 * @param paths as the user gave them, relative to `base`
 */
export async function blobsIn(paths: readonly string[], base: string): Promise<Found> {
  const blobs: Blob[] = [];
  const problems: Problem[] = [];
  const seen = new Set<string>();
  for (const given of paths) {
    const full = path.resolve(base, given);
    const isFolder = (await stat(full).catch(() => undefined))?.isDirectory() === true;
    const files = isFolder ? await blobFilesOf(full) : [full];
    if (files.length === 0) problems.push(emptyFolder(given));
    for (const file of files) {
      if (seen.has(file)) continue;
      seen.add(file);
      const read = await readBlob(file, isFolder ? path.join(given, path.relative(full, file)) : given);
      if ('header' in read) blobs.push(read);
      else problems.push(read);
    }
  }
  return { blobs, problems };
}

async function blobFilesOf(folder: string): Promise<readonly string[]> {
  const found: string[] = [];
  const pending = [{ folder, depth: 0 }];
  let looked = 0;
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { folder: here, depth } = next;
    const entries = await readdir(here, { withFileTypes: true }).catch(() => []);
    for (const entry of entries) {
      looked += 1;
      if (looked > MOST_FILES) return found.sort();
      const file = path.join(here, entry.name);
      if (entry.name.startsWith('.')) continue;
      if (entry.isDirectory() && depth < DEEPEST) pending.push({ folder: file, depth: depth + 1 });
      if ((entry.isFile() || entry.isSymbolicLink()) && (await looksLikeBlob(file))) found.push(file);
    }
  }
  return found.sort();
}

/** Also a file that cannot be read: whoever reads it next says so, where passing it over would hide a shard. */
async function looksLikeBlob(file: string): Promise<boolean> {
  try {
    if (!(await stat(file)).isFile()) return false;
    const handle = await open(file, 'r');
    try {
      const start = Buffer.alloc(64);
      await handle.read(start, 0, start.length, 0);
      return beginsBlob(start);
    } finally {
      await handle.close().catch(() => undefined);
    }
  } catch (error) {
    // A link that leads nowhere.
    return !(error instanceof Error && 'code' in error && error.code === 'ENOENT');
  }
}

function emptyFolder(folder: string): Problem {
  return {
    code: 'report.no_blobs',
    message: `There is no blob report in ${shown(folder)}.`,
    hint: 'Let every shard write one with --report blob=FILE, keep it also when the job fails, and bring them here.',
  };
}
