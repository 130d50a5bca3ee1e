import { homedir } from 'node:os';
import { UsageError } from '../errors.ts';
import { createRegistrations } from '../flows/registrations.ts';
import { breakCommands } from '../reporters/escape.ts';
import { quote } from '../text/quote.ts';
import {
  createKeychain,
  createRegistrationStore,
  createTokenStore,
  type TokenStore,
  tokenStoreDirectory,
} from '../token/index.ts';
import type { Registrations } from '../types.ts';
import type { Io } from './io.ts';

/** How a person says where logins are kept. */
export interface StoreFlags {
  readonly tokenStore?: string;
}

const VARIABLE = 'MCP_AUTHCHECK_TOKEN_STORE';
const STORES = ['file', 'keychain'] as const;

/** What keeping takes of the process. */
type StoreIo = Pick<Io, 'environment' | 'vault' | 'err' | 'signal'>;

/** Where logins are kept between runs, readable by this user alone. */
export function loginStore(io: StoreIo, flags: StoreFlags = {}): TokenStore {
  return createTokenStore(storeOptions(io, flags));
}

/**
 * Clients that authorization servers registered on request, kept beside the logins. One for a whole run. In CI, where
 * the next job may be anybody's, new ones are known to this run only.
 */
export function keptRegistrations(io: StoreIo, flags: StoreFlags = {}): Registrations {
  const options = storeOptions(io, flags);
  const store = createRegistrationStore(options);
  const backing = keepsNew(io.environment, flags) ? store : { ...store, keep: async () => undefined };
  return createRegistrations(backing, options.onNotice);
}

/** Whether a new login or client may be put down: in CI only where somebody asked for it. */
export function keepsNew(environment: Io['environment'], flags: StoreFlags = {}): boolean {
  return askedFor(environment, flags) !== undefined || !isCi(environment);
}

function storeOptions({ environment, vault, err, signal }: StoreIo, flags: StoreFlags) {
  const asked = askedFor(environment, flags);
  return {
    directory: tokenStoreDirectory(environment, process.platform, home()),
    vault,
    onNotice: (message: string) => err(`${breakCommands(message)}\n`),
    ...(asked === 'keychain'
      ? { keychain: createKeychain({ onStuck: exitWhenDone, ...(signal === undefined ? {} : { signal }) }) }
      : {}),
  };
}

/** @throws UsageError `usage.token_store` */
function askedFor(
  environment: Io['environment'],
  { tokenStore }: StoreFlags,
): (typeof STORES)[number] | undefined {
  const asked = tokenStore ?? (environment[VARIABLE] || undefined);
  const found = STORES.find((store) => store === asked);
  if (asked === undefined || found !== undefined) return found;
  const where = tokenStore === undefined ? VARIABLE : '--token-store';
  throw new UsageError('usage.token_store', `${where}: logins cannot be kept in ${quote(asked, 40)}.`, {
    hint: `One of: ${STORES.join(', ')}`,
  });
}

function isCi({ CI, TF_BUILD }: Io['environment']): boolean {
  return [CI, TF_BUILD].some((value) => value !== undefined && !/^(?:|0|false)$/i.test(value));
}

/** undefined where the system knows none: a container may run as a user that has no entry. */
function home(): string | undefined {
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** A keychain that waits for its password would keep the process alive when all else is done and printed. */
function exitWhenDone(): void {
  setInterval(() => {
    const isPrinted = process.stdout.writableLength === 0 && process.stderr.writableLength === 0;
    if (process.exitCode !== undefined && isPrinted) process.exit();
  }, 200).unref();
}
