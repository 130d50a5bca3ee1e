import type { Secret, Vault } from '../secret.ts';
import { openStore, type StoreOptions } from './open-store.ts';

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
  /** The client that it was issued to, where the key does not name it: one that was registered on request. */
  readonly boundTo?: string;
  /** ISO 8601; set by the store when absent. */
  readonly storedAt?: string;
  /**
   * ISO 8601; when it was sent to be changed for a new one, as long as what came for it has not been kept. A server
   * that lets each be used once has spent it, unless the request never arrived.
   */
  readonly sentAt?: string;
}

/**
 * Refresh tokens on disk, or in the keychain. Methods reject with UsageError `credential.store_unsafe` when file or directory is
 * open to others, and with RunError `run.store_locked` or `run.store_not_writable`.
 */
export interface TokenStore {
  readonly get: (key: TokenKey) => Promise<StoredToken | undefined>;
  /** Replaces what is kept under the key. When it resolves, the token is on disk. */
  readonly put: (key: TokenKey, token: StoredToken) => Promise<void>;
  /** Says of what is kept under the key, if it is still this token, when it was sent; undefined: it was not. */
  readonly markSent: (key: TokenKey, refreshToken: Secret, sentAt: string | undefined) => Promise<void>;
  /** Whether there was one. */
  readonly delete: (key: TokenKey) => Promise<boolean>;
  readonly list: () => Promise<readonly (TokenKey & { readonly storedAt: string })[]>;
}

export interface TokenStoreOptions extends StoreOptions {
  /** Remembers every token that is read, so that no output shows it. */
  readonly vault: Vault;
}

/** One refresh token as it stands in the file. */
interface StoredEntry extends TokenKey {
  readonly refreshToken: string;
  readonly scopes?: readonly string[];
  readonly boundTo?: string;
  readonly storedAt: string;
  readonly sentAt?: string;
}

/** Opens the store of a directory; nothing is touched before the first call. */
export function createTokenStore(options: TokenStoreOptions): TokenStore {
  const store = openStore(
    options,
    'refresh-tokens',
    isEntry,
    (became) => `The kept refresh tokens could not be read; ${became}. Log in again.`,
  );
  return {
    get: async (key) => {
      const entry = (await store.read()).find((candidate) => isUnder(candidate, key));
      if (entry === undefined) return undefined;
      const { refreshToken, scopes, boundTo, storedAt, sentAt } = entry;
      return {
        refreshToken: options.vault.keep(refreshToken),
        storedAt,
        ...(scopes === undefined ? {} : { scopes }),
        ...(boundTo === undefined ? {} : { boundTo }),
        ...(sentAt === undefined ? {} : { sentAt }),
      };
    },
    put: (key, token) =>
      store.change((entries) => [...entries.filter((entry) => !isUnder(entry, key)), entryOf(key, token)]),
    markSent: (key, token, sentAt) =>
      store.changeIfThere((entries) => {
        const isIt = (entry: StoredEntry) => isUnder(entry, key) && entry.refreshToken === token.reveal();
        if (!entries.some((entry) => isIt(entry) && entry.sentAt !== sentAt)) return entries;
        return entries.map((entry) => (isIt(entry) ? markedSent(entry, sentAt) : entry));
      }),
    delete: async (key) => {
      let found = false;
      await store.changeIfThere((entries) => {
        found = entries.some((entry) => isUnder(entry, key));
        return found ? entries.filter((entry) => !isUnder(entry, key)) : entries;
      });
      return found;
    },
    list: async () =>
      (await store.read()).map(({ issuer, clientId, resource, flow, storedAt }) => {
        return { issuer, clientId, resource, flow, storedAt };
      }),
  };
}

function isUnder(entry: StoredEntry, key: TokenKey): boolean {
  return (
    entry.issuer === key.issuer &&
    entry.clientId === key.clientId &&
    entry.resource === key.resource &&
    entry.flow === key.flow
  );
}

function markedSent({ sentAt: _sentAt, ...entry }: StoredEntry, sentAt: string | undefined): StoredEntry {
  return sentAt === undefined ? entry : { ...entry, sentAt };
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
    ...(token.boundTo === undefined ? {} : { boundTo: token.boundTo }),
    storedAt: token.storedAt ?? new Date().toISOString(),
    ...(token.sentAt === undefined ? {} : { sentAt: token.sentAt }),
  };
}

function isEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const texts = ['issuer', 'clientId', 'resource', 'flow', 'refreshToken', 'storedAt'];
  const { scopes, boundTo, sentAt } = entry;
  return (
    texts.every((name) => typeof entry[name] === 'string') &&
    [boundTo, sentAt].every((text) => text === undefined || typeof text === 'string') &&
    (scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')))
  );
}
