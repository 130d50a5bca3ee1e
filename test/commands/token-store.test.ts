import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { createKeptLogins, keepLogin, loginKey } from '../../src/commands/kept-login.ts';
import { keepsNew, keptRegistrations, loginStore } from '../../src/commands/token-store.ts';
import { createVault } from '../../src/http/index.ts';
import type { FlowStep } from '../../src/job.ts';

const vault = createVault();
let folder = '';
let said = '';

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-token-store-'));
  said = '';
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true, force: true });
});

const ioWith = (environment: Io['environment']) =>
  ({
    vault,
    environment: { XDG_STATE_HOME: folder, ...environment },
    now: Date.now,
    err: (text: string) => {
      said += text;
    },
  }) as unknown as Io;

const step = {
  target: { name: 'calculator', url: 'https://calculator.example.com/mcp' },
  discovery: { issuer: 'https://id.example.com' },
  request: { flow: 'authorization_code', clientId: 'person' },
  earlier: [],
} as unknown as FlowStep;
const tokens = {
  accessToken: vault.keep('access'),
  tokenType: 'Bearer',
  expiresAt: null,
  scopes: null,
  library: 'msal',
  exchanges: [],
  refreshToken: vault.keep('rt-1'),
} as const;
const registration = {
  issuer: 'https://id.example.com',
  clientId: 'registered',
  authMethod: 'none',
  expiresAt: null,
};

describe('in CI, where the next job may be anybody’s', () => {
  it.each([{ CI: 'true' }, { CI: '1' }, { TF_BUILD: 'True' }])(
    'nothing new is kept with %o',
    async (environment) => {
      const io = ioWith(environment);
      await keepLogin(io, step, tokens);
      expect(said).toContain('--token-store file');
      await keptRegistrations(io).keep(registration);
      expect(await readdir(folder)).toEqual([]);
    },
  );

  it('a client that registered itself is known for the run', async () => {
    const registrations = keptRegistrations(ioWith({ CI: 'true' }));
    await registrations.keep(registration);
    expect(await registrations.find(registration.issuer)).toEqual(registration);
    expect(await keptRegistrations(ioWith({ CI: 'true' })).find(registration.issuer)).toBeUndefined();
  });

  it.each([
    [{ tokenStore: 'file' }, {}],
    [{}, { MCP_AUTHCHECK_TOKEN_STORE: 'file' }],
  ])('it is kept where somebody asked for it: %o %o', async (flags, environment) => {
    const io = ioWith({ CI: 'true', ...environment });
    await keepLogin(io, step, tokens, flags);
    expect((await loginStore(io, flags).get(loginKey(step)))?.refreshToken.reveal()).toBe('rt-1');
    await keptRegistrations(io, flags).keep(registration);
    expect(await keptRegistrations(io, flags).find(registration.issuer)).toEqual(registration);
  });

  it('a login that a person kept on this machine is used and kept up to date', async () => {
    await keepLogin(ioWith({}), step, tokens);
    const io = ioWith({ CI: 'true' });
    const logins = createKeptLogins(io);
    const taken = await logins.take(step);
    if (taken === undefined) throw new Error('the login was not used');
    await logins.renew(taken, async () => ({ ...tokens, refreshToken: vault.keep('rt-2') }));
    expect((await loginStore(io).get(loginKey(step)))?.refreshToken.reveal()).toBe('rt-2');
  });

  it.each([{}, { CI: '' }, { CI: 'false' }, { CI: '0' }])('%o is no CI', (environment) => {
    expect(keepsNew(environment)).toBe(true);
  });
});

describe('where logins are kept', () => {
  it('an unknown store is an error that names those there are', () => {
    expect(() => loginStore(ioWith({}), { tokenStore: 'vault' })).toThrow(
      expect.objectContaining({
        code: 'usage.token_store',
        exit: 2,
        hint: expect.stringContaining('keychain'),
      }),
    );
    expect(() => loginStore(ioWith({ MCP_AUTHCHECK_TOKEN_STORE: 'vault' }))).toThrow(
      /MCP_AUTHCHECK_TOKEN_STORE/,
    );
    expect(loginStore(ioWith({ MCP_AUTHCHECK_TOKEN_STORE: '' }))).toBeDefined();
  });

  it.each(['', 'relative'])('never in the working directory, when HOME is %o', async (home) => {
    vi.stubEnv('HOME', home);
    const io = ioWith({ XDG_STATE_HOME: undefined });
    expect(await createKeptLogins(io).take(step)).toBeUndefined();
    await expect(keepLogin(io, step, tokens)).rejects.toMatchObject({ code: 'run.store_nowhere' });
    await keptRegistrations(io).keep(registration);
    expect(said).toContain('no home directory');
  });
});
