import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
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

const open = (options: { onNotice?: (message: string) => void } = {}) =>
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
});

test.each([
  ['empty', ''],
  ['cut off', '{"version":1,"entries":[{"issuer":"https://iss'],
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

test('the default directory follows the platform', () => {
  expect([
    tokenStoreDirectory({ XDG_STATE_HOME: '/state' }, 'linux', '/home/ada'),
    tokenStoreDirectory({ XDG_STATE_HOME: 'relative' }, 'linux', '/home/ada'),
    tokenStoreDirectory({}, 'darwin', '/Users/ada'),
    tokenStoreDirectory({ LOCALAPPDATA: 'C:\\Local' }, 'win32', 'C:\\Users\\ada'),
    tokenStoreDirectory({}, 'win32', 'C:\\Users\\ada'),
    tokenStoreDirectory({ LOCALAPPDATA: 'C:\\Local' }, 'win32', undefined),
  ]).toEqual([
    '/state/mcp-authcheck',
    '/home/ada/.local/state/mcp-authcheck',
    '/Users/ada/Library/Application Support/mcp-authcheck',
    'C:\\Local\\mcp-authcheck',
    'C:\\Users\\ada\\AppData\\Local\\mcp-authcheck',
    'C:\\Local\\mcp-authcheck',
  ]);
});

test.each([undefined, '', 'ada'])(
  'no directory follows from the home %o: logins never lie where a program was started',
  (home) => {
    expect(tokenStoreDirectory({}, 'linux', home)).toBeUndefined();
    expect(tokenStoreDirectory({}, 'win32', home)).toBeUndefined();
    expect(tokenStoreDirectory({ XDG_STATE_HOME: '/state' }, 'linux', home)).toBe('/state/mcp-authcheck');
  },
);

test('without a directory there are no logins, and keeping one says what to set', async () => {
  const store = createTokenStore({ directory: undefined, vault: plainVault() });
  expect(await store.list()).toEqual([]);
  expect(await store.delete(key)).toBe(false);
  await expect(store.put(key, token('rt-1'))).rejects.toMatchObject({
    code: 'run.store_nowhere',
    exit: 9,
    hint: expect.stringContaining('XDG_STATE_HOME'),
  });
});

test('what would be too large to be read again is not written', async () => {
  await open().put(key, token('rt-1'));
  const huge = token('r'.repeat(5 * 1024 * 1024));
  await expect(open().put({ ...key, clientId: 'huge' }, huge)).rejects.toMatchObject({
    code: 'credential.store_unsafe',
  });
  expect(await kept()).toBe('rt-1');
});

test('a token that was sent is marked until its successor is kept', async () => {
  const [first, second] = [token('rt-1'), token('rt-2')];
  await open().put(key, first);
  await open().markSent(key, first.refreshToken, '2026-11-24T00:00:00.000Z');
  expect(await open().get(key)).toMatchObject({ sentAt: '2026-11-24T00:00:00.000Z' });
  await open().put(key, second);
  expect(await open().get(key)).not.toHaveProperty('sentAt');
  await open().markSent(key, first.refreshToken, '2026-11-24T00:00:00.000Z');
  expect(await open().get(key), 'another token is there now').not.toHaveProperty('sentAt');
});
