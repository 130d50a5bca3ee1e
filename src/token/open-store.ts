import { createHash } from 'node:crypto';
import { lstat } from 'node:fs/promises';
import path from 'node:path';
import { readEntries, type StoreFile, writeEntries } from './store-file.ts';
import { ensurePrivateDirectory, nowhere } from './store-guard.ts';
import { type Keychain, type KeychainList, readList, writeList } from './store-keychain.ts';
import { type Held, withLock } from './store-lock.ts';

export interface StoreOptions {
  /** Made with mode 0700 when it is not there; undefined: this user has none, so nothing is kept. */
  readonly directory: string | undefined;
  /** Holds the entries instead of a file; the directory then has the lock alone. */
  readonly keychain?: Keychain;
  /** Default: this machine's. On `win32` the profile's access control list stands in for modes and owners. */
  readonly platform?: NodeJS.Platform;
  /** How long to wait for another process, in milliseconds; default 10,000. */
  readonly lockWaitMs?: number;
  /** Hears when entries that cannot be read were given up. */
  readonly onNotice?: (message: string) => void;
}

/** A list of entries in a private place, one process at a time. */
export interface Store<T> {
  /** Where nothing was ever kept, looking leaves no trace. */
  readonly read: () => Promise<readonly T[]>;
  /** Replaces the list. When it resolves, the new one is kept. */
  readonly change: (to: (entries: readonly T[]) => readonly T[]) => Promise<void>;
  /** The same, where there is a directory already; `to` may return the list it was given: nothing to write. */
  readonly changeIfThere: (to: (entries: readonly T[]) => readonly T[]) => Promise<void>;
}

/** Where entries lie. */
interface Place<T> {
  readonly read: () => Promise<readonly T[]>;
  readonly write: (entries: readonly T[], held: Held) => Promise<void>;
}

/**
 * Opens one list of the state directory, or of the keychain; nothing is touched before the first call. `lost`: what
 * damage costs and what to do about it, for {@link StoreOptions.onNotice}; it is told what became of the old.
 * Methods reject with UsageError `credential.store_unsafe` when file or directory is open to others, with RunError
 * `run.store_locked`, `run.store_not_writable` or `run.store_nowhere`, and as {@link Keychain} says.
 */
export function openStore<T>(
  options: StoreOptions,
  name: string,
  isEntry: StoreFile<T>['isEntry'],
  lost: (became: string) => string,
): Store<T> {
  const { directory, keychain, platform = process.platform, lockWaitMs = 10_000 } = options;
  const notice = (became: string) => options.onNotice?.(lost(became));
  const isThere = async () =>
    directory !== undefined && (keychain !== undefined || (await exists(directory)));
  const locked = async <R>(work: (place: Place<T>, held: Held) => Promise<R>): Promise<R> => {
    if (directory === undefined) throw nowhere();
    await ensurePrivateDirectory(directory, platform);
    const file = path.join(directory, `${name}.json`);
    const place =
      keychain === undefined
        ? inFile({ path: file, platform, isEntry, onDamaged: (to) => notice(`the file is now ${to}`) })
        : inKeychain({
            keychain,
            // One lock for one list: another directory has another lock.
            name: `${name} ${createHash('sha256').update(directory).digest('hex').slice(0, 12)}`,
            isEntry,
            onDamaged: () => notice('they stay in the keychain until new ones take their place'),
          });
    return withLock(`${file}.lock`, lockWaitMs, (held) => work(place, held));
  };
  const change: Store<T>['change'] = (to) =>
    locked(async (place, held) => {
      const entries = await place.read();
      const changed = to(entries);
      if (changed !== entries) await place.write(changed, held);
    });
  return {
    read: async () => ((await isThere()) ? locked((place) => place.read()) : []),
    change,
    changeIfThere: async (to) => {
      if (await isThere()) await change(to);
    },
  };
}

function inFile<T>(file: StoreFile<T>): Place<T> {
  return { read: () => readEntries(file), write: (entries, held) => writeEntries(file, entries, held) };
}

function inKeychain<T>(list: KeychainList<T>): Place<T> {
  return { read: () => readList(list), write: (entries, held) => writeList(list, entries, held) };
}

async function exists(directory: string): Promise<boolean> {
  return lstat(directory).then(
    () => true,
    () => false,
  );
}
