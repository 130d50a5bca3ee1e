import { lstat } from 'node:fs/promises';
import path from 'node:path';
import type { Secret, Vault } from '../secret.ts';
import { readEntries, type StoredEntry, writeEntries } from './store-file.ts';
import { ensurePrivateDirectory } from './store-guard.ts';
import { withLock } from './store-lock.ts';

/** Whose refresh token it is: one never serves another issuer, client, resource or flow. */
export interface TokenKey {
  readonly issuer: string;
  readonly clientId: string;
  readonly resource: string;
  readonly flow: string;
}

export interface StoredToken {
  readonly refreshToken: Secret;
  readonly scopes?: readonly string[];
  /** ISO 8601; set by the store when absent. */
  readonly storedAt?: string;
}

/**
 * Refresh tokens on disk. Methods reject with UsageError `credential.store_unsafe` when file or directory is
 * open to others, and with RunError `run.store_locked` or `run.store_not_writable`.
 */
export interface TokenStore {
  readonly get: (key: TokenKey) => Promise<StoredToken | undefined>;
  /** Replaces what is kept under the key. When it resolves, the token is on disk. */
  readonly put: (key: TokenKey, token: StoredToken) => Promise<void>;
  /** Whether there was one. */
  readonly delete: (key: TokenKey) => Promise<boolean>;
  readonly list: () => Promise<readonly (TokenKey & { readonly storedAt: string })[]>;
}

export interface TokenStoreOptions {
  /** Made with mode 0700 when it is not there. */
  readonly directory: string;
  /** Remembers every token that is read, so that no output shows it. */
  readonly vault: Vault;
  /** Default: this machine's. On `win32` the profile's access control list stands in for modes and owners. */
  readonly platform?: NodeJS.Platform;
  /** How long to wait for another process, in milliseconds; default 10,000. */
  readonly lockWaitMs?: number;
  /** Hears when a file that cannot be read was moved aside. */
  readonly onNotice?: (message: string) => void;
}

/** Opens the store of a directory; nothing is touched before the first call. */
export function createTokenStore(options: TokenStoreOptions): TokenStore {
  const { directory, vault, platform = process.platform, lockWaitMs = 10_000 } = options;
  const file = path.join(directory, 'refresh-tokens.json');
  const read = () => readEntries(file, platform, options.onNotice);
  const locked = async <T>(work: () => Promise<T>): Promise<T> => {
    await ensurePrivateDirectory(directory, platform);
    return withLock(`${file}.lock`, lockWaitMs, work);
  };
  // Where nothing was ever kept, looking leaves no trace.
  const lockedIfThere = async <T>(otherwise: T, work: () => Promise<T>): Promise<T> =>
    (await isThere(directory)) ? locked(work) : otherwise;
  return {
    get: (key) =>
      lockedIfThere(undefined, async () => {
        const entry = (await read()).find((candidate) => isUnder(candidate, key));
        if (entry === undefined) return undefined;
        const { refreshToken, scopes, storedAt } = entry;
        return {
          refreshToken: vault.keep(refreshToken),
          storedAt,
          ...(scopes === undefined ? {} : { scopes }),
        };
      }),
    put: (key, token) =>
      locked(async () => {
        const others = (await read()).filter((entry) => !isUnder(entry, key));
        await writeEntries(file, [...others, entryOf(key, token)], platform);
      }),
    delete: (key) =>
      lockedIfThere(false, async () => {
        const entries = await read();
        const others = entries.filter((entry) => !isUnder(entry, key));
        if (others.length === entries.length) return false;
        await writeEntries(file, others, platform);
        return true;
      }),
    list: () =>
      lockedIfThere([], async () =>
        (await read()).map(({ issuer, clientId, resource, flow, storedAt }) => {
          return { issuer, clientId, resource, flow, storedAt };
        }),
      ),
  };
}

async function isThere(directory: string): Promise<boolean> {
  return lstat(directory).then(
    () => true,
    () => false,
  );
}

function isUnder(entry: StoredEntry, key: TokenKey): boolean {
  return (
    entry.issuer === key.issuer &&
    entry.clientId === key.clientId &&
    entry.resource === key.resource &&
    entry.flow === key.flow
  );
}

function entryOf(key: TokenKey, token: StoredToken): StoredEntry {
  const { issuer, clientId, resource, flow } = key;
  return {
    issuer,
    clientId,
    resource,
    flow,
    refreshToken: token.refreshToken.reveal(),
    ...(token.scopes === undefined ? {} : { scopes: token.scopes }),
    storedAt: token.storedAt ?? new Date().toISOString(),
  };
}
