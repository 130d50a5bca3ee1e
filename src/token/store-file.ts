import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { errorCode, notWritable, refuseOthers, unsafe } from './store-guard.ts';

/** One refresh token as it stands in the file. */
export interface StoredEntry {
  readonly issuer: string;
  readonly clientId: string;
  readonly resource: string;
  readonly flow: string;
  readonly refreshToken: string;
  readonly scopes?: readonly string[];
  readonly storedAt: string;
}

const MAX_BYTES = 4 * 1024 * 1024;
/** Absent on Windows, where symbolic links take a privilege. */
const noFollow = constants.O_NOFOLLOW ?? 0;

/**
 * Every entry of the file; none when there is no file. One that cannot be understood is moved aside, so that
 * a damaged file costs a login and not the command.
 * @throws UsageError `credential.store_unsafe`
 */
export async function readEntries(
  file: string,
  platform: NodeJS.Platform,
  onNotice: (message: string) => void = () => undefined,
): Promise<readonly StoredEntry[]> {
  const text = await readPrivately(file, platform);
  if (text === undefined) return [];
  const entries = parse(text);
  if (entries !== undefined) return entries;
  const aside = `${file}.damaged-${Date.now()}-${randomBytes(4).toString('hex')}`;
  await rename(file, aside);
  onNotice(`The kept refresh tokens could not be read; the file is now ${aside}. Log in again.`);
  return [];
}

/** Replaces the file as a whole: whoever reads sees the old or the new one, also after a power cut. */
export async function writeEntries(
  file: string,
  entries: readonly StoredEntry[],
  platform: NodeJS.Platform,
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

function parse(text: string): readonly StoredEntry[] | undefined {
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document !== 'object' || document === null || !('entries' in document)) return undefined;
    const { entries } = document;
    return Array.isArray(entries) && entries.every(isEntry) ? entries : undefined;
  } catch {
    return undefined;
  }
}

function isEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const texts = ['issuer', 'clientId', 'resource', 'flow', 'refreshToken', 'storedAt'];
  const { scopes } = entry;
  return (
    texts.every((name) => typeof entry[name] === 'string') &&
    (scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')))
  );
}

async function syncDirectory(directory: string): Promise<void> {
  const handle = await open(directory, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
