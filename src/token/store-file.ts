import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, notWritable, refuseOthers, unsafe } from './store-guard.ts';

/** What a store file holds and how one entry of it is told from rubbish. */
export interface StoreFile<T> {
  readonly path: string;
  readonly platform: NodeJS.Platform;
  readonly isEntry: (value: unknown) => value is T;
  /** What is lost when the file cannot be understood, and what to do: "The kept … Log in again." */
  readonly onDamaged: (movedTo: string) => void;
}

const MAX_BYTES = 4 * 1024 * 1024;
/** Absent on Windows, where symbolic links take a privilege. */
const noFollow = constants.O_NOFOLLOW ?? 0;

/**
 * Every entry of the file; none when there is no file. One that cannot be understood is moved aside, so that
 * a damaged file costs a login and not the command.
 * @throws UsageError `credential.store_unsafe`
 */
export async function readEntries<T>(file: StoreFile<T>): Promise<readonly T[]> {
  const text = await readPrivately(file.path, file.platform);
  if (text === undefined) return [];
  const entries = parse(text, file.isEntry);
  if (entries !== undefined) return entries;
  const aside = `${file.path}.damaged-${Date.now()}-${randomBytes(4).toString('hex')}`;
  await rename(file.path, aside);
  file.onDamaged(aside);
  return [];
}

/** Replaces the file as a whole: whoever reads sees the old or the new one, also after a power cut. */
export async function writeEntries<T>(
  { path: file, platform }: Pick<StoreFile<T>, 'path' | 'platform'>,
  entries: readonly T[],
): Promise<void> {
  const temporary = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | noFollow;
    const handle = await open(temporary, flags, 0o600);
    try {
      await handle.writeFile(`${JSON.stringify({ version: 1, entries }, null, 2)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw notWritable(file, error);
  }
  if (platform !== 'win32') await syncDirectory(path.dirname(file));
}

async function readPrivately(file: string, platform: NodeJS.Platform): Promise<string | undefined> {
  const handle = await open(file, constants.O_RDONLY | constants.O_NONBLOCK | noFollow).catch(
    (error: unknown) => {
      const code = errorCode(error);
      if (code === 'ENOENT') return undefined;
      if (code === 'ELOOP') throw unsafe(file, 'is a symbolic link', 'Delete the link and log in again.');
      throw unsafe(file, `cannot be opened (${code ?? 'unknown'})`, 'Check who owns it, or delete it.');
    },
  );
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile()) throw unsafe(file, 'is not a regular file', 'Move it away.');
    refuseOthers(file, stats, platform, '600');
    if (stats.size > MAX_BYTES) throw unsafe(file, `has ${stats.size} bytes`, 'Delete it and log in again.');
    return await handle.readFile('utf8');
  } finally {
    await handle.close();
  }
}

function parse<T>(text: string, isEntry: StoreFile<T>['isEntry']): readonly T[] | undefined {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || !('entries' in document)) return undefined;
    const { entries } = document;
    return Array.isArray(entries) && entries.every(isEntry) ? entries : undefined;
  } catch {
    return undefined;
  }
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
