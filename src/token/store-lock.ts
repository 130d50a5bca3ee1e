import { constants } from 'node:fs';
import { open, readFile, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { RunError } from '../errors.ts';
import { errorCode, notWritable } from './store-guard.ts';

/** The store is held for milliseconds; a lock of this age, in milliseconds, has lost its owner. */
const STALE_MS = 30_000;

/**
 * Does the work while no other process holds the lock file. A lock whose process has died, or that is older than
 * 30 seconds, is broken.
 * @throws RunError `run.store_locked` after `waitMs` milliseconds
 */
export async function withLock<T>(lock: string, waitMs: number, work: () => Promise<T>): Promise<T> {
  await acquire(lock, waitMs);
  try {
    return await work();
  } finally {
    await unlink(lock).catch(() => undefined);
  }
}

async function acquire(lock: string, waitMs: number): Promise<void> {
  const deadline = Date.now() + waitMs;
  while (!(await create(lock))) {
    if (Date.now() >= deadline) throw locked(lock);
    if (await isStale(lock)) await breakLock(lock);
    else await delay(5 + Math.random() * 20);
  }
}

async function create(lock: string): Promise<boolean> {
  try {
    const handle = await open(lock, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
    try {
      await handle.writeFile(JSON.stringify({ pid: process.pid, host: hostname() }));
    } finally {
      await handle.close();
    }
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw notWritable(lock, error);
  }
}

/**
 * Only the holder of a second lock may remove one that is not its own, and it looks again first: otherwise two
 * processes that saw the same dead lock could each remove the other's new one.
 */
async function breakLock(lock: string): Promise<void> {
  const breaker = `${lock}.break`;
  if (!(await create(breaker))) {
    if (await isOld(breaker)) await unlink(breaker).catch(() => undefined);
    return delay(10);
  }
  try {
    if (await isStale(lock)) await unlink(lock).catch(() => undefined);
  } finally {
    await unlink(breaker).catch(() => undefined);
  }
}

async function isStale(lock: string): Promise<boolean> {
  const owner = await readOwner(lock);
  if (owner !== undefined && owner.host === hostname() && !isAlive(owner.pid)) return true;
  return isOld(lock);
}

async function isOld(file: string): Promise<boolean> {
  const stats = await stat(file).catch(() => undefined);
  return stats !== undefined && Date.now() - stats.mtimeMs > STALE_MS;
}

async function readOwner(lock: string): Promise<{ readonly pid: number; readonly host: string } | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(lock, 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('pid' in owner) || !('host' in owner))
      return undefined;
    const { pid, host } = owner;
    return typeof pid === 'number' && typeof host === 'string' ? { pid, host } : undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return errorCode(error) === 'EPERM';
  }
}

function locked(lock: string): RunError {
  return new RunError('run.store_locked', `Another process holds ${lock}.`, {
    hint: 'Try again; if no other mcp-authcheck is running, delete that file.',
    retryable: true,
  });
}
