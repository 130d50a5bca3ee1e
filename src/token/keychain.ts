import { UsageError } from '../errors.ts';
import type { Keychain } from './store-keychain.ts';

/** What is used of the package `@napi-rs/keyring`. */
export interface KeyringPackage {
  readonly AsyncEntry: new (
    service: string,
    account: string,
    options?: { readonly linux?: { readonly store?: 'secret-service' | 'keyutils' } },
  ) => {
    readonly getSecret: () => Promise<ArrayLike<number> | null>;
    readonly setSecret: (secret: Uint8Array) => Promise<void>;
    readonly deleteCredential: () => Promise<boolean>;
  };
}

export interface KeychainOptions {
  /** How the package is had; it is optional, so it may be missing. */
  readonly load?: () => Promise<KeyringPackage>;
  /** How long one answer may take, in milliseconds; default 60,000: a person may have to unlock it. */
  readonly waitMs?: number;
  readonly signal?: AbortSignal;
  /** Told when an answer was given up: what asked for it cannot be called off, and may keep the process alive. */
  readonly onStuck?: () => void;
}

const SERVICE = 'mcp-authcheck';
/**
 * Nothing but the Secret Service will do: left to itself the package takes the kernel's keyring where there is none,
 * which forgets everything at the next start of the machine.
 */
const ONLY = { linux: { store: 'secret-service' } } as const;

/**
 * The keychain of the operating system: macOS Keychain, Windows Credential Manager, or the Secret Service of a
 * Linux desktop. Nothing is loaded before the first call.
 * Methods reject with UsageError `credential.keychain_missing` or `credential.keychain_unavailable`.
 */
export function createKeychain(options: KeychainOptions = {}): Keychain {
  const load = options.load ?? (() => import('@napi-rs/keyring'));
  let loaded: Promise<KeyringPackage> | undefined;
  const entry = async (name: string) => {
    loaded ??= load();
    const { AsyncEntry } = await loaded.catch((error: unknown) => {
      throw missing(error);
    });
    return new AsyncEntry(SERVICE, name, ONLY);
  };
  const ask = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await inTime(work(), options);
    } catch (error) {
      throw error instanceof UsageError ? error : unavailable(error);
    }
  };
  return {
    get: (name) =>
      ask(async () => {
        const secret = await (await entry(name)).getSecret();
        return secret === null ? undefined : Buffer.from(secret);
      }),
    set: (name, secret) => ask(async () => await (await entry(name)).setSecret(secret)),
    delete: (name) => ask(async () => await (await entry(name)).deleteCredential()),
  };
}

async function inTime<T>(
  work: Promise<T>,
  { waitMs = 60_000, signal, onStuck }: KeychainOptions,
): Promise<T> {
  const ended = new AbortController();
  const given = new Promise<never>((_, reject) => {
    const giveUp = (error: Error) => () => {
      onStuck?.();
      reject(error);
    };
    const timer = setTimeout(giveUp(silent(waitMs)), waitMs);
    const stop = giveUp(new Error('The run was stopped.'));
    if (signal?.aborted === true) stop();
    signal?.addEventListener('abort', stop, { signal: ended.signal });
    ended.signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([work, given]);
  } finally {
    ended.abort();
  }
}

function silent(waitMs: number): Error {
  return new Error(
    `It did not answer within ${Math.ceil(waitMs / 1_000)} seconds; it may wait for its password.`,
  );
}

const INSTEAD = 'Or keep logins in a private file: --token-store file.';

function missing(cause: unknown): UsageError {
  return new UsageError(
    'credential.keychain_missing',
    'Logins are to be kept in the keychain, but the package @napi-rs/keyring is not installed, or not for this system.',
    { cause, hint: `Install it: npm install --global @napi-rs/keyring. ${INSTEAD}` },
  );
}

function unavailable(cause: unknown): UsageError {
  const said =
    cause instanceof Error
      ? cause.message.replace(/(?<![\s.])[\s.]+$/u, '').replaceAll(/\s+/gu, ' ')
      : 'no reason';
  return new UsageError(
    'credential.keychain_unavailable',
    `Logins are to be kept in the keychain, but it cannot be used: ${said.slice(0, 300)}.`,
    { cause, hint: `${NEEDED[process.platform] ?? NEEDED.linux} ${INSTEAD}` },
  );
}

const NEEDED: Readonly<Record<string, string>> & { readonly linux: string } = {
  darwin: 'Unlock the login keychain, and allow the access when macOS asks.',
  win32:
    'Sign in to Windows with a profile of your own: services and remote shells may have no Credential Manager.',
  linux:
    'It takes a Secret Service (GNOME Keyring, KWallet) on the session bus, and its keyring unlocked: run it in your desktop session.',
};
