import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Secret } from '../../src/secret.ts';
import { createKeychain, createRegistrationStore, createTokenStore } from '../../src/token/index.ts';
import { type MemoryKeyring, memoryKeyring } from './memory-keyring.ts';
import { plainVault } from './tokens.ts';

const key = { issuer: 'https://issuer.example', clientId: 'a', resource: 'r', flow: 'authorization_code' };

let root: string;
let directory: string;
let keyring: MemoryKeyring;
let notices: string[];
beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'store-keychain-'));
  directory = path.join(root, 'mcp-authcheck');
  keyring = memoryKeyring();
  notices = [];
});
afterEach(() => rm(root, { recursive: true, force: true }));

const options = (at = directory) => ({
  directory: at,
  vault: plainVault(),
  keychain: createKeychain({ load: async () => keyring.package }),
  onNotice: (message: string) => void notices.push(message),
});
const open = (at?: string) => createTokenStore(options(at));
const put = (clientId: string, value: string) =>
  open().put({ ...key, clientId }, { refreshToken: new Secret(value) });
const kept = async (clientId: string) => (await open().get({ ...key, clientId }))?.refreshToken.reveal();
/** As long as those of Entra ID, and longer than one secret of Windows may be, with what else is kept. */
const long = (of: string) => `${of} ${'é'.repeat(1_200)}`;

test('logins lie in the keychain, and nothing of them on the disk', async () => {
  await put('a', 'rt-a');
  await put('b', 'rt-b');
  expect([await kept('a'), await kept('b')]).toEqual(['rt-a', 'rt-b']);
  expect(await readdir(directory)).toEqual([]);
  await open().delete({ ...key, clientId: 'a' });
  expect([await kept('a'), await kept('b')]).toEqual([undefined, 'rt-b']);
});

test('forgetting the last one leaves no secret in the keychain', async () => {
  await put('a', long('a'));
  expect(keyring.secrets.size).toBeGreaterThan(1);
  await open().delete(key);
  expect([...keyring.secrets.keys()]).toEqual([]);
});

test('registered clients and their secrets lie there, too', async () => {
  const registration = {
    issuer: key.issuer,
    clientId: 'registered',
    clientSecret: new Secret('s3cret-of-a-client'),
    authMethod: 'client_secret_basic',
    expiresAt: null,
  };
  await createRegistrationStore(options()).keep(registration);
  await put('a', 'rt-a');
  expect(await createRegistrationStore(options()).find(key.issuer)).toEqual(registration);
  expect(await kept('a')).toBe('rt-a');
  expect(await readdir(directory)).toEqual([]);
});

test('a home of its own has logins of its own', async () => {
  await put('a', 'rt-a');
  expect(await open(path.join(root, 'another')).list()).toEqual([]);
});

test('more than one secret may hold is kept in parts', async () => {
  const names = Array.from({ length: 12 }, (_, n) => `client-${n}`);
  await Promise.all(names.map((name) => put(name, long(name))));
  for (const name of names) expect(await kept(name)).toBe(long(name));
  await open().delete({ ...key, clientId: 'client-0' });
  expect(await kept('client-11')).toBe(long('client-11'));
  const places = new Set([...keyring.secrets.keys()].map((name) => name.split(' ')[2]?.[0]));
  expect(places.size, 'what was replaced is gone').toBe(2);
});

test('more than the keychain is asked to hold is refused, and the old logins stay', async () => {
  await put('a', 'rt-a');
  await expect(put('huge', 'x'.repeat(300_000))).rejects.toMatchObject({
    code: 'credential.keychain_full',
    exit: 2,
    hint: expect.stringContaining('logout'),
  });
  expect(await kept('a')).toBe('rt-a');
});

test('a run that ends at any call leaves the old logins or the new ones', async () => {
  await put('a', long('a'));
  const before = new Map(keyring.secrets);
  let calls = 0;
  keyring.before = () => {
    calls += 1;
  };
  await put('b', long('b'));
  const all = calls;
  const seen = new Set<string>();
  for (let last = 0; last < all; last += 1) {
    keyring.secrets.clear();
    for (const [name, secret] of before) keyring.secrets.set(name, secret);
    let left = last;
    keyring.before = () => {
      left -= 1;
      if (left < 0) throw new Error('killed');
    };
    await expect(put('b', long('b'))).rejects.toThrow();
    keyring.before = () => undefined;
    expect(await kept('a')).toBe(long('a'));
    seen.add((await kept('b')) ?? 'none');
    await put('c', 'rt-c');
    expect([await kept('a'), await kept('c')]).toEqual([long('a'), 'rt-c']);
  }
  expect(seen).toEqual(new Set(['none', long('b')]));
  expect(notices).toEqual([]);
});

describe('logins that cannot be read cost a new login, and not the run', () => {
  test.each([
    ['a part is missing', / a0$| b0$/, undefined],
    ['a part was changed', / a0$| b0$/, 'something else'],
    ['the head is not ours', /^refresh-tokens [0-9a-f]+$/, '{"place":"c"}'],
    ['the head is no JSON', /^refresh-tokens [0-9a-f]+$/, 'not json'],
  ])('when %s', async (_, name, instead) => {
    await put('a', long('a'));
    for (const account of [...keyring.secrets.keys()].filter((one) => name.test(one))) {
      if (instead === undefined) keyring.secrets.delete(account);
      else keyring.secrets.set(account, Buffer.from(instead));
    }
    expect(await kept('a')).toBeUndefined();
    expect(notices).toEqual([expect.stringMatching(/could not be read.*Log in again/)]);
    await put('a', 'rt-new');
    expect(await kept('a')).toBe('rt-new');
  });
});
