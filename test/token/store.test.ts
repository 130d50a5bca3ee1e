import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createTokenStore, tokenStoreDirectory } from '../../src/token/index.ts';
import { plainVault } from './tokens.ts';

const key = {
  issuer: 'https://issuer.example',
  clientId: 'client',
  resource: 'https://mcp.example/mcp',
  flow: 'authorization_code',
};
const others = [
  { ...key, issuer: 'https://thief.example' },
  { ...key, clientId: 'other' },
  { ...key, resource: 'https://other.example/mcp' },
  { ...key, flow: 'device_code' },
];

let root: string;
let directory: string;
let file: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'store-'));
  directory = path.join(root, 'state', 'mcp-authcheck');
  file = path.join(directory, 'refresh-tokens.json');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const open = (options: { lockWaitMs?: number; onNotice?: (message: string) => void } = {}) =>
  createTokenStore({ directory, vault: plainVault(), ...options });
const token = (value: string) => ({ refreshToken: new Secret(value) });
const kept = async (at = key) => (await open().get(at))?.refreshToken.reveal();

test('a refresh token comes back for its issuer, client, resource and flow only', async () => {
  await open().put(key, { ...token('rt-1'), scopes: ['offline_access'] });
  const vault = plainVault();
  const stored = await createTokenStore({ directory, vault }).get(key);
  expect(stored).toMatchObject({ scopes: ['offline_access'], storedAt: expect.stringMatching(/^\d{4}-/) });
  expect(stored?.refreshToken.reveal()).toBe('rt-1');
  expect(vault.kept).toEqual(['rt-1']);
  for (const other of others) expect(await kept(other)).toBeUndefined();
});

test('a newer token replaces the older one, and deleting leaves the others', async () => {
  await open().put(key, token('rt-1'));
  for (const [index, other] of others.entries()) await open().put(other, token(`rt-other-${index}`));
  await open().put(key, token('rt-2'));
  expect(await kept()).toBe('rt-2');
  expect(await open().delete(key)).toBe(true);
  expect(await open().delete(key)).toBe(false);
  expect(await kept()).toBeUndefined();
  expect(await open().list()).toEqual(others.map((other) => ({ ...other, storedAt: expect.any(String) })));
});

test('listing shows no token', async () => {
  await open().put(key, token('rt-secret'));
  expect(JSON.stringify(await open().list())).not.toContain('rt-secret');
});

test('file and directory belong to the user alone, and nothing else is left behind', async () => {
  const umask = process.umask(0);
  try {
    await open().put(key, token('rt-1'));
  } finally {
    process.umask(umask);
  }
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect(await readdir(directory)).toEqual(['refresh-tokens.json']);
});

describe('is refused, with what to do', () => {
  const put = () => open().put(key, token('rt-2'));
  const refusal = (words: string) => ({
    code: 'credential.store_unsafe',
    exit: 2,
    message: expect.stringContaining(words),
    hint: expect.any(String),
  });

  test('a file that others can read', async () => {
    await open().put(key, token('rt-1'));
    await chmod(file, 0o640);
    await expect(open().get(key)).rejects.toMatchObject(refusal('open to others (mode 0640)'));
    await expect(put()).rejects.toMatchObject(refusal('open to others'));
  });

  test('a directory that others can read', async () => {
    await mkdir(directory, { recursive: true, mode: 0o755 });
    await chmod(directory, 0o755);
    await expect(put()).rejects.toMatchObject(refusal('open to others (mode 0755)'));
  });

  test('a symbolic link in place of the file', async () => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(path.join(root, 'elsewhere'), '{"entries":[]}', { mode: 0o600 });
    await symlink(path.join(root, 'elsewhere'), file);
    await expect(put()).rejects.toMatchObject(refusal('symbolic link'));
    expect(await readFile(path.join(root, 'elsewhere'), 'utf8')).toBe('{"entries":[]}');
  });

  test('a symbolic link in place of the directory', async () => {
    await mkdir(path.dirname(directory), { recursive: true });
    await mkdir(path.join(root, 'elsewhere'), { mode: 0o700 });
    await symlink(path.join(root, 'elsewhere'), directory);
    await expect(put()).rejects.toMatchObject(refusal('symbolic link'));
  });

  test('a directory in place of the file', async () => {
    await mkdir(file, { recursive: true, mode: 0o700 });
    await chmod(directory, 0o700);
    await expect(open().get(key)).rejects.toMatchObject(refusal('not a regular file'));
  });

  test.skipIf(process.geteuid?.() !== 0)('a file of another user', async () => {
    await open().put(key, token('rt-1'));
    const { chown } = await import('node:fs/promises');
    await chown(file, 12345, 12345);
    await expect(open().get(key)).rejects.toMatchObject(refusal('belongs to another user'));
  });
});

test.each([
  ['text', 'not json'],
  ['another shape', '{"entries":[{"issuer":1}]}'],
])('a damaged file (%s) is moved aside, and the store goes on', async (_, content) => {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600 });
  const notices: string[] = [];
  expect(await open({ onNotice: (message) => notices.push(message) }).get(key)).toBeUndefined();
  expect(notices).toEqual([expect.stringContaining('Log in again')]);
  const [aside = ''] = (await readdir(directory)).filter((name) => name.includes('.damaged-'));
  expect(await readFile(path.join(directory, aside), 'utf8')).toBe(content);
  await open().put(key, token('rt-1'));
  expect(await kept()).toBe('rt-1');
});

describe('the lock', () => {
  const lock = () => `${file}.lock`;
  const leave = async (content: string) => {
    await mkdir(directory, { recursive: true, mode: 0o700 });
    await writeFile(lock(), content, { mode: 0o600 });
  };

  test('of a living process is waited for, and no longer than allowed', async () => {
    await leave(JSON.stringify({ pid: process.pid, host: hostname() }));
    await expect(open({ lockWaitMs: 50 }).put(key, token('rt-1'))).rejects.toMatchObject({
      code: 'run.store_locked',
      exit: 9,
      retryable: true,
    });
    await rm(lock());
    await open().put(key, token('rt-1'));
  });

  test('of a process that died is broken', async () => {
    const child = spawn(process.execPath, ['-e', '']);
    const { pid } = child;
    await once(child, 'exit');
    await leave(JSON.stringify({ pid, host: hostname() }));
    await Promise.all([1, 2, 3].map((n) => open().put(key, token(`rt-${n}`))));
    expect(await kept()).toMatch(/^rt-/);
    expect(await readdir(directory)).toEqual(['refresh-tokens.json']);
  });

  test('that is old or unreadable is broken by its age', async () => {
    await leave('');
    await expect(open({ lockWaitMs: 50 }).get(key)).rejects.toMatchObject({ code: 'run.store_locked' });
    await utimes(lock(), new Date(0), new Date(0));
    await open().put(key, token('rt-1'));
    expect(await kept()).toBe('rt-1');
  });

  test('keeps every write of two processes with forty writes each', async () => {
    const program = path.join(root, 'store-writer.mjs');
    await build({
      entryPoints: [path.join(import.meta.dirname, 'store-writer.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
    });
    const workers = ['a', 'b'].map((name) =>
      spawn(process.execPath, [program, directory, name, '40'], { stdio: 'inherit' }),
    );
    const exits = await Promise.all(workers.map((worker) => once(worker, 'exit')));
    expect(exits).toEqual([
      [0, null],
      [0, null],
    ]);
    expect(await open().list()).toHaveLength(80);
  });
});

test('the default directory follows the platform', () => {
  expect([
    tokenStoreDirectory({ XDG_STATE_HOME: '/state' }, 'linux', '/home/ada'),
    tokenStoreDirectory({ XDG_STATE_HOME: 'relative' }, 'linux', '/home/ada'),
    tokenStoreDirectory({}, 'darwin', '/Users/ada'),
    tokenStoreDirectory({ LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\Users\\ada'),
    tokenStoreDirectory({}, 'win32', 'C:\\Users\\ada'),
  ]).toEqual([
    '/state/mcp-authcheck',
    '/home/ada/.local/state/mcp-authcheck',
    '/Users/ada/Library/Application Support/mcp-authcheck',
    'C:\\Local\\mcp-authcheck',
    'C:\\Users\\ada\\AppData\\Local\\mcp-authcheck',
  ]);
});
