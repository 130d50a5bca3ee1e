import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readFile, readlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { errorCode, unsafe } from './store-guard.ts';

/** Who holds a lock, as its file says. */
export interface Owner {
  readonly pid: number;
  readonly host: string;
  /** The namespace that the pid belongs to; empty where systems have none. */
  readonly space: string;
  /** When the process began, in the kernel's ticks; empty where that cannot be known. */
  readonly started: string;
  /** Of this one lock. */
  readonly id: string;
}

/** A holder touches its lock every two seconds; one of this age, in milliseconds, has lost its holder. */
const STALE_MS = 8_000;
/** The same on another machine, whose clock may differ and whose processes cannot be looked at. */
const STALE_ELSEWHERE_MS = 60_000;
const MAX_BYTES = 4096;

/** This process as the owner of a new lock. */
export async function newOwner(): Promise<Owner> {
  const id = randomBytes(12).toString('hex');
  return { ...(await here()), pid: process.pid, started: (await startOf(process.pid)) ?? '', id };
}

/**
 * Whether nobody holds this lock any more: its process has died, its number now belongs to another process, or
 * it was not touched for long. A time in the future counts like one in the past: the clock was set.
 * @throws UsageError `credential.store_unsafe` when it is no file that a process of ours made
 */
export async function isStale(lock: string): Promise<boolean> {
  const stats = await lstat(lock).catch(() => undefined);
  if (stats === undefined) return false;
  if (!stats.isFile()) throw unsafe(lock, 'is not a regular file', 'Delete it.');
  const owner = await readOwner(lock);
  const age = Math.abs(Date.now() - stats.mtimeMs);
  if (owner === undefined) return age > STALE_MS;
  const { host, space } = await here();
  const isElsewhere = owner.host !== host || (owner.space !== '' && owner.space !== space);
  if (isElsewhere) return age > STALE_ELSEWHERE_MS;
  return age > STALE_MS || !isAlive(owner.pid) || (await isAnother(owner));
}

/** Who holds this lock; undefined when it says nothing of the kind. No link is followed, no pipe waited for. */
export async function readOwner(lock: string): Promise<Owner | undefined> {
  const flags = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOFOLLOW ?? 0);
  const handle = await open(lock, flags).catch(() => undefined);
  if (handle === undefined) return undefined;
  try {
    const stats = await handle.stat();
    if (!stats.isFile() || stats.size > MAX_BYTES) return undefined;
    return asOwner(JSON.parse(await handle.readFile('utf8')));
  } catch {
    return undefined;
  } finally {
    await handle.close().catch(() => undefined);
  }
}

function asOwner(value: unknown): Owner | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const { pid, host, space = '', started = '', id = '' } = value as Readonly<Record<string, unknown>>;
  const isText = [host, space, started, id].every((text) => typeof text === 'string');
  return typeof pid === 'number' && isText ? ({ pid, host, space, started, id } as Owner) : undefined;
}

/** Process numbers mean something on one machine only, and in one container. */
async function here(): Promise<Pick<Owner, 'host' | 'space'>> {
  return { host: hostname(), space: await readlink('/proc/self/ns/pid').catch(() => '') };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

async function isAnother({ pid, started }: Owner): Promise<boolean> {
  const now = started === '' ? undefined : await startOf(pid);
  return now !== undefined && now !== started;
}

/** proc(5): field 22 of the line; the second one, the program's name, may hold blanks and brackets. */
async function startOf(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return line.slice(line.lastIndexOf(')') + 2).split(' ')[19];
}
