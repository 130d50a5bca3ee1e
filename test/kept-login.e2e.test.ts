import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVault } from '../src/http/index.ts';
import { createTokenStore } from '../src/token/index.ts';
import { type RotatingServer, startRotatingServer } from './support/rotating-server.ts';
import { CLI, runCli, start } from './support/run-cli.ts';

let home: string;
let server: RotatingServer;
beforeEach(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'kept-login-'));
  server = await startRotatingServer();
});
afterEach(async () => {
  await server.close();
  await rm(home, { recursive: true, force: true });
});

const store = () => createTokenStore({ directory: path.join(home, 'mcp-authcheck'), vault: createVault() });
const key = () => ({
  issuer: server.issuer,
  clientId: 'person',
  resource: server.mcpUrl,
  flow: 'authorization_code',
});
/** As `login` leaves it. */
const keep = () => store().put(key(), { refreshToken: createVault().keep(server.current) });
const kept = async () => (await store().get(key()))?.refreshToken.reveal();
const args = () => [
  'token',
  server.mcpUrl,
  '--issuer',
  server.issuer,
  '--client-id',
  'person',
  '--flow',
  'authorization_code',
];
const env = () => ({ XDG_STATE_HOME: home });
const run = (more: readonly string[] = [], options: object = {}) =>
  runCli([...args(), ...more], { cwd: home, env: env(), ...options });

/** A run that is killed when the server has spent its refresh token, before it can keep the new one. */
async function killedRun(): Promise<void> {
  const child = start(args(), { cwd: home, env: env() });
  server.onRotated = () => child.kill('SIGKILL');
  const [, signal] = (await once(child, 'exit')) as [number | null, string | null];
  server.onRotated = () => undefined;
  expect(signal).toBe('SIGKILL');
}

describe('a kept login whose refresh token is good for one use', () => {
  it('is replaced by every run, and no run speaks of lost tokens', async () => {
    await keep();
    for (let n = 0; n < 2; n += 1) {
      const { code, stderr } = await run();
      expect({ code, stderr }).toMatchObject({ code: 0 });
      expect(stderr).not.toContain('may be spent');
      expect(await kept()).toBe(server.current);
    }
    expect(new Set(server.spent).size).toBe(2);
  });

  it('kill -9 between the answer and the write: the next run says that the token may be spent', async () => {
    await keep();
    const first = server.current;
    await killedRun();
    expect(await kept()).toBe(first);

    const { code, stdout, stderr } = await run();
    expect(code).toBe(3);
    expect(stderr).toMatch(/refresh token may be spent/);
    expect(stderr).toContain('mcp-authcheck login');
    expect(stdout + stderr).not.toContain(first);
    expect((await run()).stderr).toContain('may be spent');
    await keep();
    expect((await run()).stderr).not.toContain('may be spent');
  });

  it('the same with a server that takes it once more: the run goes on, and the next is silent', async () => {
    await keep();
    await killedRun();
    server.isLenient = true;
    const { code, stderr } = await run();
    expect({ code, stderr }).toMatchObject({ code: 0, stderr: expect.stringContaining('may be spent') });
    expect((await run()).stderr).not.toContain('may be spent');
  });

  it('an answer that says no leaves no such word', async () => {
    await keep();
    await store().put(key(), { refreshToken: createVault().keep('rt-of-long-ago') });
    expect(await run()).toMatchObject({ code: 3 });
    expect((await run()).stderr).not.toContain('may be spent');
  });

  it('is not sent where what comes for it could not be kept', async () => {
    await keep();
    const lock = path.join(home, 'mcp-authcheck', 'refresh-tokens.json.lock');
    await mkdir(lock);
    expect(await run()).toMatchObject({ code: 2 });
    expect(server.spent).toEqual([]);
  });
});

describe('--token-store keychain, as it is installed', () => {
  /** The built program in a folder of its own, with this in place of the package. */
  async function installed(keyring?: string): Promise<string> {
    const app = path.join(home, 'app');
    await cp(path.dirname(CLI), path.join(app, 'dist'), { recursive: true });
    if (keyring !== undefined) {
      const folder = path.join(app, 'node_modules/@napi-rs/keyring');
      await mkdir(folder, { recursive: true });
      await writeFile(path.join(folder, 'package.json'), '{"name":"@napi-rs/keyring","main":"index.js"}');
      await writeFile(path.join(folder, 'index.js'), keyring);
    }
    await writeFile(path.join(app, 'package.json'), '{"type":"module"}');
    return path.join(app, 'dist/cli.js');
  }
  const keychain = ['--token-store', 'keychain'];

  it('is an error that says what to install where the package is missing, and nothing is sent', async () => {
    const cli = await installed();
    const { code, stderr } = await run(keychain, { cli });
    expect(code).toBe(2);
    expect(stderr).toContain('npm install --global @napi-rs/keyring');
    expect(stderr).toContain('--token-store file');
    expect(server.spent).toEqual([]);
    // Whoever did not ask for it does not need it.
    await keep();
    expect(await run([], { cli })).toMatchObject({ code: 0 });
  });

  it('keeps logins there, from the flag or the variable, and forgets them', async () => {
    const cli = await installed(KEYRING);
    const file = path.join(home, 'keychain.json');
    const options = { cli, env: { ...env(), KEYRING_FILE: file } };
    const secrets = async () => JSON.parse(await readFile(file, 'utf8')) as Record<string, string>;
    const { createKeychain } = await import('../src/token/index.ts');
    const load = async () => {
      process.env.KEYRING_FILE = file;
      const loaded: unknown = await import(path.join(home, 'app/node_modules/@napi-rs/keyring/index.js'));
      return (loaded as { default: never }).default;
    };
    const directory = path.join(home, 'mcp-authcheck');
    const inKeychain = createTokenStore({
      directory,
      vault: createVault(),
      keychain: createKeychain({ load }),
    });
    await inKeychain.put(key(), { refreshToken: createVault().keep(server.current) });

    expect(await run(keychain, options)).toMatchObject({ code: 0 });
    const byVariable = { ...options, env: { ...options.env, MCP_AUTHCHECK_TOKEN_STORE: 'keychain' } };
    expect(await run([], byVariable)).toMatchObject({ code: 0 });
    expect(server.spent).toHaveLength(2);
    expect((await inKeychain.get(key()))?.refreshToken.reveal()).toBe(server.current);
    expect(await readdir(directory)).toEqual([]);
    const forgotten = await runCli(['logout', '--all', ...keychain], { cwd: home, ...options });
    expect(forgotten).toMatchObject({ code: 0 });
    expect(await secrets()).toEqual({});
  });

  it('says in plain words when the keychain refuses', async () => {
    const cli = await installed(
      "exports.AsyncEntry = class { constructor() { throw new Error('it is locked'); } };",
    );
    const { code, stderr } = await run(keychain, { cli });
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('it is locked') });
  });

  it('a keychain that waits for its password does not keep the program from ending', async () => {
    const cli = await installed(`exports.AsyncEntry = class {
  getSecret() {
    process.stderr.write('waiting for a password');
    return new Promise((resolve) => setTimeout(resolve, 600_000));
  }
};`);
    const child = start([...args(), ...keychain], { cwd: home, env: env(), cli });
    await new Promise<void>((resolve) => {
      child.stderr?.on('data', (text: Buffer) => text.includes('waiting') && resolve());
    });
    child.kill('SIGINT');
    const killed = setTimeout(() => child.kill('SIGKILL'), 20_000);
    expect(await once(child, 'exit')).toEqual([130, null]);
    clearTimeout(killed);
  });

  it('is one of two: another word is an error before anything is sent', async () => {
    const { code, stderr } = await run(['--token-store', 'keyring']);
    expect({ code, stderr }).toMatchObject({ code: 2, stderr: expect.stringContaining('file, keychain') });
    expect(server.spent).toEqual([]);
  });
});

/** Like the package, with a file for a keychain. */
const KEYRING = `
const fs = require('node:fs');
const file = () => process.env.KEYRING_FILE;
const all = () => (fs.existsSync(file()) ? JSON.parse(fs.readFileSync(file(), 'utf8')) : {});
const put = (secrets) => fs.writeFileSync(file(), JSON.stringify(secrets));
exports.AsyncEntry = class {
  constructor(service, account) { this.name = service + ' ' + account; }
  async getSecret() { const found = all()[this.name]; return found ? [...Buffer.from(found, 'hex')] : null; }
  async setSecret(secret) { put({ ...all(), [this.name]: Buffer.from(secret).toString('hex') }); }
  async deleteCredential() {
    const { [this.name]: found, ...others } = all();
    put(others);
    return found !== undefined;
  }
};
`;
