import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, rename, stat, unlink } from 'node:fs/promises';
import path from 'node:path';
import { AuthcheckError } from '../errors.ts';
import { errorCode, notWritable, refuseOthers, unsafe } from './store-guard.ts';
import type { Held } from './store-lock.ts';

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
  await rename(file.path, aside).catch((error: unknown) => {
    throw notWritable(file.path, error);
  });
  file.onDamaged(aside);
  return [];
}

/** Replaces the file as a whole: whoever reads sees the old or the new one, also after a power cut. */
export async function writeEntries<T>(
  { path: file, platform }: Pick<StoreFile<T>, 'path' | 'platform'>,
  entries: readonly T[],
  held: Held,
): Promise<void> {
  const text = `${JSON.stringify({ version: 1, entries }, null, 2)}\n`;
  if (Buffer.byteLength(text) > MAX_BYTES)
    throw unsafe(
      file,
      'would become too large to be read',
      'Forget logins that are no longer needed: mcp-authcheck logout.',
    );
  await sweep(file);
  const temporary = `${file}.${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
  try {
    const flags = constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY | noFollow;
    const handle = await open(temporary, flags, 0o600);
    try {
      // Whatever the umask took away.
      await handle.chmod(0o600);
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await held.confirm();
    await rename(temporary, file);
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw error instanceof AuthcheckError ? error : notWritable(file, error);
  }
  if (platform !== 'win32') await syncDirectory(path.dirname(file));
}

/** An unfinished lock is gone after milliseconds. */
const UNFINISHED_MS = 60_000;

/**
 * Removes what killed processes left: their half-written stores, which hold tokens. Only whoever has the lock writes
 * one, so each is dead; an unfinished lock may be that of a process that waits.
 */
async function sweep(file: string): Promise<void> {
  const folder = path.dirname(file);
  const own = `${path.basename(file)}.`;
  const names = await readdir(folder).catch(() => []);
  for (const name of names.filter((one) => one.startsWith(own) && one.endsWith('.tmp'))) {
    const left = path.join(folder, name);
    const isLock = name.startsWith(`${own}lock.`);
    const isYoung = isLock && Math.abs(Date.now() - (await modified(left))) < UNFINISHED_MS;
    if (!isYoung) await unlink(left).catch(() => undefined);
  }
}

async function modified(file: string): Promise<number> {
  return stat(file).then(
    ({ mtimeMs }) => mtimeMs,
    () => Date.now(),
  );
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
  } catch (error) {
    if (error instanceof AuthcheckError) throw error;
    const fault = `cannot be read (${errorCode(error) ?? 'unknown'})`;
    throw unsafe(file, fault, 'Try again; if it stays so, look at the disk, or delete the file.');
  } finally {
    await handle.close().catch(() => undefined);
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

/** The new file is in its place already. Where this cannot be done, the old one may be there after a power cut. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, constants.O_RDONLY);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Some file systems know no such thing.
  }
}
