import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTokenStore } from '../../src/token/index.ts';
import { storeWriters, type Writers } from './store-process.ts';
import { plainVault } from './tokens.ts';

const PRELOAD = path.join(import.meta.dirname, 'store-killed.mjs');
const ours = { issuer: 'https://issuer.example', clientId: 'a', resource: '0', flow: 'device_code' };
const before = { ...ours, clientId: 'before' };

let writers: Writers;
beforeAll(async () => {
  writers = await storeWriters();
});
afterAll(() => writers.remove());

const open = (directory: string) =>
  createTokenStore({ directory, vault: plainVault(), onNotice: (message) => expect.fail(message) });

/** A store with one login, in which a process wanted to put another and was killed at this call. */
async function killedAt(call: number, directory: string, lock?: string) {
  const refreshToken = plainVault().keep('rt-before');
  await open(directory).put(before, { refreshToken });
  if (lock !== undefined) await writeFile(path.join(directory, 'refresh-tokens.json.lock'), lock);
  const env = { KILL_AT: String(call) };
  return writers.run([directory, 'a', '1'], { flags: ['--import', PRELOAD], env });
}

const dead = JSON.stringify({ pid: 2 ** 30, host: hostname() });

test.each([
  ['', undefined],
  [' also over a lock that another one left', dead],
])(
  'kill -9 at any call leaves the old logins or the new ones, and the next run goes on at once,%s',
  async (_, lock) => {
    const counted = await killedAt(0, await mkdtemp(path.join(writers.root, 'counted-')), lock);
    const calls = Number(counted.stderr);
    expect({ code: counted.code, isMany: calls > 20 }).toEqual({ code: 0, isMany: true });
    const seen = new Set<number>();
    for (let call = 1; call <= calls; call += 1) {
      const directory = await mkdtemp(path.join(writers.root, `killed-${call}-`));
      expect(await killedAt(call, directory, lock), `call ${call}`).toMatchObject({ signal: 'SIGKILL' });
      const started = performance.now();
      const found = (await open(directory).list()).map(({ clientId }) => clientId);
      expect([['before'], ['before', 'a']], `call ${call}`).toContainEqual(found);
      seen.add(found.length);
      await open(directory).put(
        { ...ours, resource: 'next' },
        { refreshToken: plainVault().keep('rt-next') },
      );
      // A lock that had to grow old takes eight seconds.
      expect(performance.now() - started, `call ${call}`).toBeLessThan(4_000);
      expect(await open(directory).get(before)).toBeDefined();
      const left = (await readdir(directory)).filter((name) => !/\.lock\.(?:break|.*tmp)$/.test(name));
      expect(left, `call ${call}`).toEqual(['refresh-tokens.json']);
      await rm(directory, { recursive: true });
    }
    expect(seen).toEqual(new Set([1, 2]));
  },
  120_000,
);

test('the same where nothing was ever kept', async () => {
  const calls = Number((await killedAt(0, path.join(writers.root, 'first'))).stderr);
  for (let call = 1; call <= calls; call += 3) {
    const parent = await mkdtemp(path.join(writers.root, 'first-'));
    const directory = path.join(parent, 'state', 'mcp-authcheck');
    const env = { KILL_AT: String(call) };
    await writers.run([directory, 'a', '1'], { flags: ['--import', PRELOAD], env });
    await open(directory).put(before, { refreshToken: plainVault().keep('rt-before') });
    expect((await open(directory).list()).length).toBeGreaterThan(0);
    await rm(parent, { recursive: true });
  }
}, 120_000);

test('twenty processes with ten logins each lose none, and leave nothing but the file', async () => {
  const directory = path.join(writers.root, 'many');
  await mkdir(directory, { mode: 0o700 });
  const names = Array.from({ length: 20 }, (_, n) => `writer-${n}`);
  const ends = await Promise.all(names.map((name) => writers.run([directory, name, '10'])));
  expect(ends.filter(({ code }) => code !== 0)).toEqual([]);
  const kept = await open(directory).list();
  expect(new Set(kept.map(({ clientId, resource }) => `${clientId} ${resource}`)).size).toBe(200);
  expect(await readdir(directory)).toEqual(['refresh-tokens.json']);
}, 120_000);
