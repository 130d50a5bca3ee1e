import type { Vault } from '../secret.ts';
import type { Registration, Registrations } from '../types.ts';
import { openStore, type StoreOptions } from './open-store.ts';

/** One issuer's clients on disk: more than one, because each loopback port and each grant may need its own. */
const KEPT_PER_ISSUER = 6;

export interface RegistrationStoreOptions extends StoreOptions {
  /** Remembers every secret that is read, so that no output shows it. */
  readonly vault: Vault;
}

/** One registered client as it stands in the file. */
interface StoredEntry extends Omit<Registration, 'clientSecret'> {
  readonly clientSecret?: string;
  readonly storedAt: string;
}

/**
 * Registered clients on disk, beside the refresh tokens and guarded like them: a registration is found under
 * its own issuer only. Methods reject as {@link openStore} says.
 */
export function createRegistrationStore(options: RegistrationStoreOptions): Registrations {
  const store = openStore(
    options,
    'registered-clients',
    isEntry,
    (became) => `The kept client registrations could not be read; ${became}.`,
  );
  return {
    find: async (issuer, fits = () => true) =>
      (await store.read())
        .filter((entry) => entry.issuer === issuer)
        .map((entry) => registrationOf(entry, options.vault))
        .findLast(fits),
    keep: (registration) =>
      store.change((entries) => {
        const { issuer, clientId } = registration;
        const others = entries.filter((entry) => !isOf(entry, issuer, clientId));
        const old = others.filter((entry) => entry.issuer === issuer).slice(0, 1 - KEPT_PER_ISSUER);
        return [...others.filter((entry) => !old.includes(entry)), entryOf(registration)];
      }),
    forget: (issuer, clientId) =>
      store.changeIfThere((entries) => {
        const others = entries.filter((entry) => !isOf(entry, issuer, clientId));
        return others.length === entries.length ? entries : others;
      }),
  };
}

function isOf(entry: StoredEntry, issuer: string, clientId: string | undefined): boolean {
  return entry.issuer === issuer && (clientId === undefined || entry.clientId === clientId);
}

function registrationOf(
  { clientSecret, storedAt: _storedAt, ...entry }: StoredEntry,
  vault: Vault,
): Registration {
  return { ...entry, ...(clientSecret === undefined ? {} : { clientSecret: vault.keep(clientSecret) }) };
}

function entryOf({ clientSecret, ...registration }: Registration): StoredEntry {
  return {
    ...registration,
    ...(clientSecret === undefined ? {} : { clientSecret: clientSecret.reveal() }),
    storedAt: new Date().toISOString(),
  };
}

function isEntry(value: unknown): value is StoredEntry {
  if (typeof value !== 'object' || value === null) return false;
  const entry = value as Record<string, unknown>;
  const { scopes, expiresAt } = entry;
  return (
    ['issuer', 'clientId', 'authMethod', 'storedAt'].every((name) => typeof entry[name] === 'string') &&
    ['clientSecret', 'redirectUri'].every((name) => ['string', 'undefined'].includes(typeof entry[name])) &&
    (expiresAt === null || typeof expiresAt === 'number') &&
    (scopes === undefined || (Array.isArray(scopes) && scopes.every((scope) => typeof scope === 'string')))
  );
}
