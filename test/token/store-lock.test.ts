import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createTokenStore } from '../../src/token/index.ts';
import { withLock } from '../../src/token/store-lock.ts';
import { storeWriters } from './store-process.ts';
import { plainVault } from './tokens.ts';

const key = { issuer: 'https://issuer.example', clientId: 'a', resource: 'r', flow: 'device_code' };

let root: string;
let directory: string;
let lock: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'store-lock-'));
  directory = path.join(root, 'mcp-authcheck');
  await mkdir(directory, { mode: 0o700 });
  lock = path.join(directory, 'refresh-tokens.json.lock');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const put = (lockWaitMs?: number) =>
  createTokenStore({
    directory,
    vault: plainVault(),
    ...(lockWaitMs === undefined ? {} : { lockWaitMs }),
  }).put(key, { refreshToken: new Secret('rt') });
const left = () => readdir(directory);
/** Somebody else's lock, old by so many seconds; a negative age lies in the future. */
const leave = async (content: object | string, seconds = 0) => {
  await writeFile(lock, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  const when = new Date(Date.now() - seconds * 1_000);
  await utimes(lock, when, when);
};
const LOCKED = { code: 'run.store_locked', exit: 9, retryable: true, hint: expect.any(String) };
const living = () => ({ pid: process.ppid, host: hostname() });

async function deadPid(): Promise<number> {
  const child = spawn(process.execPath, ['-e', '']);
  await once(child, 'exit');
  return child.pid ?? 0;
}

describe('a lock that is held', () => {
  test('is waited for, and no longer than allowed', async () => {
    await leave(living());
    await expect(put(50)).rejects.toMatchObject(LOCKED);
    await rm(lock);
    await put();
  });

  test('of another machine is not broken for a process number that means nothing here', async () => {
    await leave({ pid: await deadPid(), host: `not-${hostname()}` }, 20);
    await expect(put(50)).rejects.toMatchObject(LOCKED);
  });

  test('of another container is not broken either', async () => {
    await leave({ pid: await deadPid(), host: hostname(), space: 'pid:[1]' }, 20);
    await expect(put(50)).rejects.toMatchObject(LOCKED);
  });

  test('inside one process is handed on in the order of asking', async () => {
    const order: number[] = [];
    await Promise.all([1, 2, 3, 4].map((n) => withLock(lock, 5_000, async () => void order.push(n))));
    expect(order).toEqual([1, 2, 3, 4]);
  });

  test('is given back when the work fails', async () => {
    const work = withLock(lock, 50, () => Promise.reject(new Error('of the work')));
    await expect(work).rejects.toThrow('of the work');
    expect(await left()).toEqual([]);
  });
});

describe('a lock that nobody holds any more is broken', () => {
  test('when its process died', async () => {
    await leave({ pid: await deadPid(), host: hostname() });
    await Promise.all([put(), put(), put()]);
    expect(await left()).toEqual(['refresh-tokens.json']);
  });

  test.skipIf(process.platform !== 'linux')(
    'when its process number belongs to another process now',
    async () => {
      await leave({ ...living(), started: '1' });
      await put(2_000);
    },
  );

  test.each([
    ['of long ago', 30],
    ['of a clock that was set back since', -3_600],
  ])('when it was touched last at a time %s', async (_, seconds) => {
    await leave(living(), seconds);
    await put(2_000);
  });

  test('when it says nothing, and is old', async () => {
    await leave('');
    await expect(put(50)).rejects.toMatchObject(LOCKED);
    await leave('', 30);
    await put(2_000);
  });

  test('when it is of another machine, after a minute', async () => {
    await leave({ pid: 1, host: `not-${hostname()}` }, 90);
    await put(2_000);
  });

  test('also when the one who broke it died over it', async () => {
    const dead = { pid: await deadPid(), host: hostname() };
    await leave(dead);
    await writeFile(`${lock}.break`, JSON.stringify(dead), { mode: 0o600 });
    await put(2_000);
    expect(await left()).toEqual(['refresh-tokens.json']);
  });
});

test('who slept until the lock was taken away writes nothing, and leaves the new one alone', async () => {
  const other = JSON.stringify({ ...living(), id: 'of another' });
  const work = withLock(lock, 1_000, async ({ confirm }) => {
    await rm(lock);
    await writeFile(lock, other);
    await confirm();
  });
  await expect(work).rejects.toMatchObject(LOCKED);
  expect(await readFile(lock, 'utf8')).toBe(other);
});

test('a lock that is held for long is touched, so that nobody takes it for a dead one', async () => {
  const writers = await storeWriters();
  await withLock(lock, 1_000, async () => {
    await utimes(lock, new Date(0), new Date(0));
    await expect.poll(async () => (await stat(lock)).mtimeMs, { timeout: 15_000 }).toBeGreaterThan(0);
    const end = await writers.run([directory, 'a', '1', '50']);
    expect(JSON.parse(end.stdout)).toMatchObject({ code: 'run.store_locked' });
  });
  await writers.remove();
});

describe('what lies in place of the lock is not followed', () => {
  const UNSAFE = { code: 'credential.store_unsafe', message: expect.stringContaining('not a regular file') };

  test('a symbolic link', async () => {
    const elsewhere = path.join(root, 'elsewhere');
    await writeFile(elsewhere, 'as it was');
    await symlink(elsewhere, lock);
    await expect(put()).rejects.toMatchObject(UNSAFE);
    expect(await readFile(elsewhere, 'utf8')).toBe('as it was');
  });

  test('a symbolic link to nothing', async () => {
    await symlink(path.join(root, 'elsewhere'), lock);
    await expect(put()).rejects.toMatchObject(UNSAFE);
    expect(await readdir(root)).toEqual(['mcp-authcheck']);
  });

  test('a directory', async () => {
    await mkdir(lock);
    await expect(put()).rejects.toMatchObject(UNSAFE);
  });

  test.skipIf(process.platform === 'win32')('a named pipe, which nobody writes to', async () => {
    await once(spawn('mkfifo', [lock]), 'exit');
    await expect(put()).rejects.toMatchObject(UNSAFE);
  });
});
