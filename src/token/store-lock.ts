import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { link, open, unlink, utimes } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { RunError } from '../errors.ts';
import { errorCode, notWritable } from './store-guard.ts';
import { isStale, newOwner, type Owner, readOwner } from './store-lock-owner.ts';

const TOUCH_MS = 2_000;

/** What the work under a lock may ask. */
export interface Held {
  /** @throws RunError `run.store_locked` when the lock was taken away, from a process that slept for long */
  readonly confirm: () => Promise<void>;
}

/** Inside this process whoever came first goes first, without a look at the disk. */
const queues = new Map<string, Promise<unknown>>();

/**
 * Does the work while no other process holds the lock file. A lock whose process has died, or that was not touched
 * for eight seconds, is broken.
 * @throws RunError `run.store_locked` after `waitMs` milliseconds; UsageError `credential.store_unsafe` when
 * something else lies in its place
 */
export async function withLock<T>(
  lock: string,
  waitMs: number,
  work: (held: Held) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + waitMs;
  const before = queues.get(lock) ?? Promise.resolve();
  const mine = before.then(() => holding(lock, deadline, work));
  const settled = mine.catch(() => undefined);
  queues.set(lock, settled);
  try {
    return await mine;
  } finally {
    if (queues.get(lock) === settled) queues.delete(lock);
  }
}

async function holding<T>(lock: string, deadline: number, work: (held: Held) => Promise<T>): Promise<T> {
  const owner = await newOwner();
  await acquire(lock, owner, deadline);
  const touching = setInterval(() => {
    const now = new Date();
    void utimes(lock, now, now).catch(() => undefined);
  }, TOUCH_MS).unref();
  try {
    return await work({
      confirm: async () => {
        if ((await readOwner(lock))?.id !== owner.id) throw locked(lock);
      },
    });
  } finally {
    clearInterval(touching);
    const { id } = (await readOwner(lock)) ?? owner;
    if (id === owner.id) await unlink(lock).catch(() => undefined);
  }
}

/** Looking whether the holder is alive takes longer than asking for the lock again. */
const LOOK_MS = 250;

/**
 * A lock says whose it is from its first moment on: the file is written under another name first. Else a process
 * that is killed in between would leave one behind of which nobody can say anything.
 */
async function acquire(lock: string, owner: Owner, deadline: number): Promise<void> {
  const prepared = await prepare(lock, owner);
  let lookAt = 0;
  try {
    while (!(await create(lock, owner, prepared))) {
      if (Date.now() >= deadline) throw locked(lock);
      if (performance.now() >= lookAt) {
        if (await isStale(lock)) await breakLock(lock, owner);
        else lookAt = performance.now() + LOOK_MS;
      } else {
        await delay(5 + Math.random() * 20);
      }
    }
  } finally {
    await unlink(prepared).catch(() => undefined);
  }
}

async function prepare(lock: string, owner: Owner): Promise<string> {
  const prepared = `${lock}.${randomBytes(6).toString('hex')}.tmp`;
  try {
    await writeNew(prepared, owner);
    return prepared;
  } catch (error) {
    await unlink(prepared).catch(() => undefined);
    throw notWritable(lock, error);
  }
}

async function create(lock: string, owner: Owner, prepared: string): Promise<boolean> {
  try {
    await link(prepared, lock);
    return true;
  } catch (error) {
    const code = errorCode(error) ?? '';
    if (code === 'EEXIST') return false;
    if (NO_LINKS.includes(code)) return await createInPlace(lock, owner);
    throw notWritable(lock, error);
  }
}

/** How file systems say that a file has one name only. */
const NO_LINKS = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK', 'UNKNOWN'];

async function createInPlace(lock: string, owner: Owner): Promise<boolean> {
  try {
    await writeNew(lock, owner);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    await unlink(lock).catch(() => undefined);
    throw notWritable(lock, error);
  }
}

async function writeNew(file: string, owner: Owner): Promise<void> {
  const handle = await open(file, constants.O_CREAT | constants.O_EXCL | constants.O_WRONLY, 0o600);
  try {
    await handle.chmod(0o600);
    await handle.writeFile(JSON.stringify(owner));
  } finally {
    await handle.close();
  }
}

/**
 * Only the holder of a second lock may remove one that is not its own, and it looks again first: otherwise two
 * processes that saw the same dead lock could each remove the other's new one.
 */
async function breakLock(lock: string, owner: Owner): Promise<void> {
  const breaker = `${lock}.break`;
  const prepared = await prepare(breaker, owner);
  try {
    if (!(await create(breaker, owner, prepared))) {
      if (await isStale(breaker)) await unlink(breaker).catch(() => undefined);
      return await delay(10);
    }
    if (await isStale(lock)) await unlink(lock).catch(() => undefined);
    await unlink(breaker).catch(() => undefined);
  } finally {
    await unlink(prepared).catch(() => undefined);
  }
}

function locked(lock: string): RunError {
  return new RunError('run.store_locked', `Another process holds ${lock}.`, {
    hint: 'Try again; if no other mcp-authcheck is running, delete that file.',
    retryable: true,
  });
}
