import type { Stats } from 'node:fs';
import { chmod, lstat } from 'node:fs/promises';
import { RunError, UsageError } from '../errors.ts';
import { makeDirectory } from './make-directory.ts';

/**
 * Makes the directory (0700) unless it is there and belongs to this user alone.
 * @throws UsageError `credential.store_unsafe`, RunError `run.store_not_writable`
 */
export async function ensurePrivateDirectory(directory: string, platform: NodeJS.Platform): Promise<void> {
  let made: string | undefined;
  try {
    made = await makeDirectory(directory, 0o700);
  } catch (error) {
    if (errorCode(error) !== 'EEXIST') throw notWritable(directory, error);
  }
  const stats = await lstat(directory).catch((error: unknown) => {
    throw notWritable(directory, error);
  });
  if (stats.isSymbolicLink()) throw unsafe(directory, 'is a symbolic link', 'Name the real directory.');
  if (!stats.isDirectory()) throw unsafe(directory, 'is not a directory', 'Move it away.');
  refuseOthers(directory, stats, platform, '700');
  // A strict umask (0177) takes rights away from the owner, too.
  if (made !== undefined && platform !== 'win32' && (stats.mode & 0o700) !== 0o700) {
    await chmod(directory, 0o700).catch((error: unknown) => {
      throw notWritable(directory, error);
    });
  }
}

/** Throws unless only this user can get at what `stats` describes. Windows has no such modes. */
export function refuseOthers(name: string, stats: Stats, platform: NodeJS.Platform, mode: string): void {
  if (platform === 'win32') return;
  if (stats.uid !== process.geteuid?.())
    throw unsafe(
      name,
      'belongs to another user',
      'Delete it as its owner, or set XDG_STATE_HOME to a directory of yours.',
    );
  if ((stats.mode & 0o077) !== 0) {
    const found = (stats.mode & 0o777).toString(8).padStart(4, '0');
    throw unsafe(
      name,
      `is open to others (mode ${found})`,
      `Run: chmod ${mode} '${name}', then log in anew: the tokens may have been read.`,
    );
  }
}

/** The store's file or directory cannot be trusted with a credential. */
export function unsafe(name: string, fault: string, hint: string): UsageError {
  return new UsageError('credential.store_unsafe', `Logins are kept in ${name}, but it ${fault}.`, {
    hint,
  });
}

export function notWritable(name: string, cause: unknown): RunError {
  const code = errorCode(cause) ?? 'unknown';
  return new RunError('run.store_not_writable', `Logins cannot be kept in ${name} (${code}).`, {
    cause,
    hint: 'Check free space and permissions, or set XDG_STATE_HOME to a directory that can be written.',
  });
}

/** There is no folder of this user's to keep logins in. */
export function nowhere(): RunError {
  return new RunError('run.store_nowhere', 'Logins cannot be kept: this user has no home directory.', {
    hint: 'Set XDG_STATE_HOME (or HOME) to a directory of yours, as an absolute path.',
  });
}

/** The operating system's name for a failure, `ENOENT` for instance. */
export function errorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
