import { createHash } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { StoreFile } from './store-file.ts';
import type { Held } from './store-lock.ts';

/** Secrets of this user in the operating system's keychain, by name. */
export interface Keychain {
  readonly get: (name: string) => Promise<Uint8Array | undefined>;
  readonly set: (name: string, secret: Uint8Array) => Promise<void>;
  /** Whether there was one. */
  readonly delete: (name: string) => Promise<boolean>;
}

/** A list of entries as the keychain holds it. */
export interface KeychainList<T> extends Pick<StoreFile<T>, 'isEntry'> {
  readonly keychain: Keychain;
  readonly name: string;
  readonly onDamaged: () => void;
}

/** Windows takes 2,560 bytes for one secret (CRED_MAX_CREDENTIAL_BLOB_SIZE). */
const PART_BYTES = 2_400;
const MOST_PARTS = 100;

/**
 * The secret under the list's own name: where the list is. It is longer than one secret may be, so it lies in parts,
 * in one of two places: a new list is written to the other one, and is the list as soon as the head says so. Whoever
 * is killed in between leaves the old list whole.
 */
interface Head {
  readonly place: 'a' | 'b';
  readonly parts: number;
  readonly sha256: string;
}

/** Every entry; none when there is no list, or one that cannot be understood: then `onDamaged` is told. */
export async function readList<T>(list: KeychainList<T>): Promise<readonly T[]> {
  const head = await readHead(list);
  if (head === undefined) return [];
  const entries = head === 'damaged' ? undefined : await readParts(list, head);
  if (entries === undefined) list.onDamaged();
  return entries ?? [];
}

/** Replaces the list as a whole. @throws UsageError `credential.keychain_full` */
export async function writeList<T>(list: KeychainList<T>, entries: readonly T[], held: Held): Promise<void> {
  const { keychain, name } = list;
  if (entries.length === 0) {
    await keychain.delete(name);
    for (const place of ['a', 'b'] as const) await clear(list, place, 0);
    return;
  }
  const bytes = Buffer.from(JSON.stringify(entries));
  const parts = Math.ceil(bytes.length / PART_BYTES);
  if (parts > MOST_PARTS) throw full(bytes.length);
  const before = await readHead(list);
  const old = before === undefined || before === 'damaged' ? 'b' : before.place;
  const place = old === 'a' ? 'b' : 'a';
  for (let n = 0; n < parts; n += 1) {
    await keychain.set(partName(name, place, n), bytes.subarray(n * PART_BYTES, (n + 1) * PART_BYTES));
  }
  await held.confirm();
  const head: Head = { place, parts, sha256: digest(bytes) };
  await keychain.set(name, Buffer.from(JSON.stringify({ version: 1, ...head })));
  await clear(list, place, parts);
  await clear(list, old, 0);
}

async function readHead<T>({ keychain, name }: KeychainList<T>): Promise<Head | 'damaged' | undefined> {
  const bytes = await keychain.get(name);
  if (bytes === undefined) return undefined;
  const value = parsed(bytes);
  if (typeof value !== 'object' || value === null) return 'damaged';
  const { place, parts, sha256 } = value as Readonly<Record<string, unknown>>;
  const isCount = typeof parts === 'number' && parts > 0 && parts <= MOST_PARTS;
  const isHead = (place === 'a' || place === 'b') && isCount && typeof sha256 === 'string';
  return isHead ? { place, parts, sha256 } : 'damaged';
}

async function readParts<T>(
  { keychain, name, isEntry }: KeychainList<T>,
  { place, parts, sha256 }: Head,
): Promise<readonly T[] | undefined> {
  const found: Uint8Array[] = [];
  for (let n = 0; n < parts; n += 1)
    found.push((await keychain.get(partName(name, place, n))) ?? Buffer.of());
  const bytes = Buffer.concat(found);
  if (digest(bytes) !== sha256) return undefined;
  const entries = parsed(bytes);
  return Array.isArray(entries) && entries.every(isEntry) ? entries : undefined;
}

/** Parts lie without a gap, also those that a killed process left. */
async function clear<T>(
  { keychain, name }: KeychainList<T>,
  place: Head['place'],
  from: number,
): Promise<void> {
  for (let n = from; n < MOST_PARTS; n += 1) {
    if (!(await keychain.delete(partName(name, place, n)))) return;
  }
}

function partName(name: string, place: Head['place'], n: number): string {
  return `${name} ${place}${n}`;
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'));
  } catch {
    return undefined;
  }
}

function full(bytes: number): UsageError {
  return new UsageError(
    'credential.keychain_full',
    `The kept logins would have ${bytes} bytes, and the keychain gets at most ${PART_BYTES * MOST_PARTS}.`,
    { hint: 'Forget those that are no longer needed: mcp-authcheck logout.' },
  );
}
