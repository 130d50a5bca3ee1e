import { spawnSync } from 'node:child_process';
import { mkdtemp, readdir, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createKeychain } from '../../src/token/index.ts';
import { memoryKeyring } from './memory-keyring.ts';

const INSTEAD = expect.stringContaining('--token-store file');

describe('a keychain that cannot be had is an error that says what is missing', () => {
  test('when the package is not installed', async () => {
    const load = () => import(`@napi-rs/not-${'installed'}`) as never;
    await expect(createKeychain({ load }).get('a')).rejects.toMatchObject({
      code: 'credential.keychain_missing',
      exit: 2,
      message: expect.stringContaining('@napi-rs/keyring is not installed'),
      hint: INSTEAD,
    });
  });

  test.each(['get', 'set', 'delete'] as const)('when it refuses to %s', async (call) => {
    const keyring = memoryKeyring();
    keyring.before = () => {
      throw new Error("Couldn't access platform storage:\n AccessDenied");
    };
    const keychain = createKeychain({ load: async () => keyring.package });
    const work = call === 'set' ? keychain.set('a', Buffer.from('s')) : keychain[call]('a');
    await expect(work).rejects.toMatchObject({
      code: 'credential.keychain_unavailable',
      exit: 2,
      message: expect.stringContaining("Couldn't access platform storage: AccessDenied."),
      hint: INSTEAD,
    });
  });

  test('when it does not answer: it may wait for a password that nobody types', async () => {
    const keyring = memoryKeyring();
    keyring.before = () => new Promise(() => undefined);
    let stuck = 0;
    const keychain = createKeychain({
      load: async () => keyring.package,
      waitMs: 30,
      onStuck: () => {
        stuck += 1;
      },
    });
    await expect(keychain.get('a')).rejects.toMatchObject({
      code: 'credential.keychain_unavailable',
      message: expect.stringContaining('did not answer within'),
    });
    expect(stuck).toBe(1);
  });

  test('when the run is stopped meanwhile', async () => {
    const keyring = memoryKeyring();
    keyring.before = () => new Promise(() => undefined);
    const stop = new AbortController();
    const got = createKeychain({ load: async () => keyring.package, signal: stop.signal }).get('a');
    stop.abort();
    await expect(got).rejects.toMatchObject({ message: expect.stringContaining('stopped') });
  });
});

describe.skipIf(process.platform !== 'linux')('the real package', () => {
  let folder: string;
  let program: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'keychain-'));
    program = path.join(folder, 'program.mjs');
    await symlink(path.resolve('node_modules'), path.join(folder, 'node_modules'));
    await build({
      stdin: { contents: PROGRAM, resolveDir: import.meta.dirname, loader: 'ts' },
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      external: ['@napi-rs/keyring'],
    });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** With a home of its own, and the bus of nobody. */
  const run = (session: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const [command, ...rest] = [...session, process.execPath, program];
    return spawnSync(command, rest, {
      encoding: 'utf8',
      timeout: 25_000,
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        XDG_RUNTIME_DIR: folder,
        STATE: path.join(folder, 'state'),
        ...env,
      },
    });
  };

  test('without a Secret Service: is refused, not replaced by the kernel’s keyring', () => {
    const { stdout } = run([], { DBUS_SESSION_BUS_ADDRESS: `unix:path=${folder}/none` });
    expect(JSON.parse(stdout)).toMatchObject({
      code: 'credential.keychain_unavailable',
      hint: expect.stringContaining('Secret Service'),
    });
  });

  const canRun = spawnSync('sh', ['-c', 'command -v dbus-run-session gnome-keyring-daemon']).status === 0;
  test.skipIf(!canRun)('with GNOME Keyring (needs dbus-run-session and gnome-keyring-daemon)', async () => {
    const unlock = 'gnome-keyring-daemon --unlock --components=secrets --daemonize > /dev/null 2>&1';
    const session = ['dbus-run-session', '--', 'sh', '-c', `echo password | ${unlock}; exec "$@"`, 'sh'];
    const { stdout, stderr } = run(session);
    expect({ told: JSON.parse(stdout || '{}') as unknown, stderr }).toMatchObject({
      told: { kept: ['a', 'b', 'c'], secret: `rt-c${'x'.repeat(3_000)}`, afterwards: [] },
    });
    expect(await readdir(path.join(folder, 'state'))).toEqual([]);
  });
});

const PROGRAM = `
import { createKeychain } from '../../src/token/keychain.ts';
import { createTokenStore } from '../../src/token/store.ts';
import { plainVault } from './tokens.ts';

const vault = plainVault();
const open = () => createTokenStore({ directory: process.env.STATE, vault, keychain: createKeychain() });
const key = (clientId) => ({ issuer: 'https://issuer.example', clientId, resource: 'r', flow: 'device_code' });
try {
  for (const name of ['a', 'b', 'c']) {
    await open().put(key(name), { refreshToken: vault.keep('rt-' + name + 'x'.repeat(3000)) });
  }
  const kept = (await open().list()).map(({ clientId }) => clientId);
  const secret = (await open().get(key('c'))).refreshToken.reveal();
  for (const name of kept) await open().delete(key(name));
  process.stdout.write(JSON.stringify({ kept, secret, afterwards: await open().list() }));
} catch (error) {
  process.stdout.write(JSON.stringify(error));
}
`;
