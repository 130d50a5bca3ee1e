import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { readEntries, type StoreFile, writeEntries } from './store-file.ts';
import { ensurePrivateDirectory } from './store-guard.ts';
import { withLock } from './store-lock.ts';

export interface StoreOptions {
  /** Made with mode 0700 when it is not there. */
  readonly directory: string;
  /** Default: this machine's. On `win32` the profile's access control list stands in for modes and owners. */
  readonly platform?: NodeJS.Platform;
  /** How long to wait for another process, in milliseconds; default 10,000. */
  readonly lockWaitMs?: number;
  /** Hears when a file that cannot be read was moved aside. */
  readonly onNotice?: (message: string) => void;
}

/** A list of entries in a private file, one process at a time. */
export interface Store<T> {
  /** Where nothing was ever kept, looking leaves no trace. */
  readonly read: () => Promise<readonly T[]>;
  /** Replaces the list. When it resolves, the new one is on disk. */
  readonly change: (to: (entries: readonly T[]) => readonly T[]) => Promise<void>;
  /** The same, where there is a directory already; `to` may return the list it was given: nothing to write. */
  readonly changeIfThere: (to: (entries: readonly T[]) => readonly T[]) => Promise<void>;
}

/**
 * Opens one file of the state directory; nothing is touched before the first call. `lost`: what a damaged
 * file costs and what to do about it, for {@link StoreOptions.onNotice}.
 * Methods reject with UsageError `credential.store_unsafe` when file or directory is open to others, and with
 * RunError `run.store_locked` or `run.store_not_writable`.
 */
export function openStore<T>(
  options: StoreOptions,
  name: string,
  isEntry: StoreFile<T>['isEntry'],
  lost: (movedTo: string) => string,
): Store<T> {
  const { directory, platform = process.platform, lockWaitMs = 10_000 } = options;
  const file: StoreFile<T> = {
    path: path.join(directory, name),
    platform,
    isEntry,
    onDamaged: (movedTo) => options.onNotice?.(lost(movedTo)),
  };
  const locked = async <R>(work: () => Promise<R>): Promise<R> => {
    await ensurePrivateDirectory(directory, platform);
    return withLock(`${file.path}.lock`, lockWaitMs, work);
  };
  const change: Store<T>['change'] = (to) =>
    locked(async () => {
      const entries = await readEntries(file);
      const changed = to(entries);
      if (changed !== entries) await writeEntries(file, changed);
    });
  return {
    read: async () => ((await isThere(directory)) ? locked(() => readEntries(file)) : []),
    change,
    changeIfThere: async (to) => {
      if (await isThere(directory)) await change(to);
    },
  };
}

async function isThere(directory: string): Promise<boolean> {
  return lstat(directory).then(
    () => true,
    () => false,
  );
}
