import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createRegistrationStore, createTokenStore } from '../../src/token/index.ts';
import type { Registration } from '../../src/types.ts';
import { plainVault } from './tokens.ts';

let root: string;
let directory: string;
let file: string;
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'registrations-'));
  directory = path.join(root, 'mcp-authcheck');
  file = path.join(directory, 'registered-clients.json');
});
afterEach(() => rm(root, { recursive: true, force: true }));

const ISSUER = 'https://issuer.example';
const open = (vault = plainVault(), onNotice: (message: string) => void = () => undefined) =>
  createRegistrationStore({ directory, vault, onNotice });
const client = (clientId: string, more: Partial<Registration> = {}): Registration => ({
  issuer: ISSUER,
  clientId,
  authMethod: 'none',
  redirectUri: 'http://127.0.0.1:4000/callback',
  scopes: ['read'],
  expiresAt: null,
  ...more,
});

test('a registration comes back whole, its secret known to the vault', async () => {
  const secret = new Secret('s3cret-of-a-client');
  const registration = client('a', {
    clientSecret: secret,
    authMethod: 'client_secret_basic',
    expiresAt: 7_000,
  });
  await open().keep(registration);
  const vault = plainVault();
  const found = await open(vault).find(ISSUER);
  expect(found).toEqual(registration);
  expect(found?.clientSecret?.reveal()).toBe('s3cret-of-a-client');
  expect(vault.kept).toEqual(['s3cret-of-a-client']);
  const bare: Registration = { issuer: ISSUER, clientId: 'b', authMethod: 'none', expiresAt: null };
  await open().keep(bare);
  expect(await open().find(ISSUER)).toEqual(bare);
});

test('a registration serves its own issuer only, however alike the other is spelled', async () => {
  await open().keep(client('a'));
  for (const other of ['https://issuer.example/', 'https://ISSUER.example', 'https://thief.example', '']) {
    expect(await open().find(other)).toBeUndefined();
  }
});

test('a newer one of the same client replaces the older; the newest that fits is found', async () => {
  await open().keep(client('a', { scopes: ['old'] }));
  await open().keep(client('b'));
  await open().keep(client('a', { scopes: ['new'] }));
  expect(await open().find(ISSUER)).toMatchObject({ clientId: 'a', scopes: ['new'] });
  expect(await open().find(ISSUER, ({ clientId }) => clientId === 'b')).toMatchObject({ clientId: 'b' });
  await open().forget(ISSUER, 'a');
  expect(await open().find(ISSUER)).toMatchObject({ clientId: 'b' });
});

test('forgetting an issuer leaves the others', async () => {
  await open().keep(client('a'));
  await open().keep(client('b', { issuer: 'https://other.example' }));
  await open().forget(ISSUER);
  expect(await open().find(ISSUER)).toBeUndefined();
  expect(await open().find('https://other.example')).toMatchObject({ clientId: 'b' });
});

test('an issuer’s clients do not pile up, and other issuers’ stay', async () => {
  await open().keep(client('other', { issuer: 'https://other.example' }));
  for (let n = 1; n <= 9; n += 1) await open().keep(client(`client-${n}`));
  const { entries } = JSON.parse(await readFile(file, 'utf8')) as { entries: { clientId: string }[] };
  const ids = entries.map(({ clientId }) => clientId);
  expect(ids).toContain('other');
  expect(ids).toContain('client-9');
  expect(ids).not.toContain('client-1');
});

test('lies beside the refresh tokens, for this user alone', async () => {
  const tokens = createTokenStore({ directory, vault: plainVault() });
  const key = { issuer: ISSUER, clientId: '', resource: 'https://mcp.example', flow: 'authorization_code' };
  await tokens.put(key, { refreshToken: new Secret('rt'), boundTo: 'a' });
  await open().keep(client('a'));
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect((await stat(directory)).mode & 0o777).toBe(0o700);
  expect((await readdir(directory)).toSorted()).toEqual(['refresh-tokens.json', 'registered-clients.json']);
  expect(await tokens.get(key)).toMatchObject({ boundTo: 'a' });
});

test('is refused when others can read it', async () => {
  await open().keep(client('a'));
  await chmod(file, 0o644);
  await expect(open().find(ISSUER)).rejects.toMatchObject({ code: 'credential.store_unsafe' });
});

test('where nothing was kept, looking and forgetting leave no trace', async () => {
  expect(await open().find(ISSUER)).toBeUndefined();
  await open().forget(ISSUER);
  expect(await readdir(root)).toEqual([]);
});

test.each([
  ['text', 'not json'],
  ['a number for a time', JSON.stringify({ entries: [{ ...client('a'), expiresAt: 'soon', storedAt: '' }] })],
  [
    'a secret of another type',
    JSON.stringify({ entries: [{ ...client('a'), clientSecret: 7, storedAt: '' }] }),
  ],
])('a damaged file (%s) is moved aside, and the store goes on', async (_name, content) => {
  await open().keep(client('a'));
  await writeFile(file, content);
  const notices: string[] = [];
  const store = open(plainVault(), (message) => notices.push(message));
  expect(await store.find(ISSUER)).toBeUndefined();
  expect(notices).toEqual([expect.stringContaining('registrations could not be read')]);
  await store.keep(client('b'));
  expect(await store.find(ISSUER)).toMatchObject({ clientId: 'b' });
});
