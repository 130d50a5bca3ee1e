import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { createKeptLogins, keepLogin, loginKey, withKeptLogins } from '../../src/commands/kept-login.ts';
import { keptRegistrations, loginStore } from '../../src/commands/token-store.ts';
import { TokenError } from '../../src/errors.ts';
import { createVault } from '../../src/http/index.ts';
import type { FlowStep, Road } from '../../src/job.ts';
import type { TokenSet } from '../../src/types.ts';

const vault = createVault();
let folder = '';
let said = '';
let io: Io;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'authcheck-kept-'));
  said = '';
  const environment = { XDG_STATE_HOME: folder };
  const err = (text: string): void => {
    said += text;
  };
  io = { vault, environment, err, now: Date.now } as unknown as Io;
});

afterEach(() => rm(folder, { recursive: true, force: true }));

const brought = (refreshToken?: string): TokenSet => ({
  accessToken: vault.keep('access'),
  tokenType: 'Bearer',
  expiresAt: null,
  scopes: null,
  library: 'msal',
  exchanges: [],
  ...(refreshToken === undefined ? {} : { refreshToken: vault.keep(refreshToken) }),
});

const step = (flow: string, earlier: FlowStep['earlier'] = []) =>
  ({
    target: { name: 'calculator', url: 'https://calculator.example.com/mcp' },
    discovery: { issuer: 'https://id.example.com' },
    request: { flow, clientId: 'person' },
    earlier,
  }) as unknown as FlowStep;

/** The refresh tokens that the road was handed, and what it answers with. */
function walked(answer: TokenSet) {
  const spent: (string | undefined)[] = [];
  const obtain = async ({ earlier }: FlowStep): Promise<TokenSet> => {
    spent.push(earlier.at(-1)?.tokens.refreshToken?.reveal());
    return answer;
  };
  return { road: roadBy(obtain), spent };
}

const roadBy = (obtain: Road['obtain']) => ({ obtain: withKeptLogins(obtain, createKeptLogins(io)) });

const keep = () => loginStore(io).put(loginKey(step('refresh_token')), { refreshToken: vault.keep('first') });

it('a refresh without an earlier flow spends the kept login, and keeps what came for it', async () => {
  await keep();
  const { road, spent } = walked(brought('second'));
  await road.obtain(step('refresh_token'));
  await road.obtain(step('refresh_token'));
  expect(spent).toEqual(['first', 'second']);
  expect(said).toContain('login kept');
});

it('a refresh after another flow refreshes what that flow brought', async () => {
  await keep();
  const { road, spent } = walked(brought());
  const { request } = step('authorization_code');
  await road.obtain(step('refresh_token', [{ request, tokens: brought('its own') }]));
  expect(spent).toEqual(['its own']);
});

it('a token that was refreshed once more in mid-run is the one that is kept', async () => {
  await keep();
  const logins = createKeptLogins(io);
  const first = await logins.take(step('refresh_token'));
  if (first === undefined) throw new Error('no login was kept');
  const second = brought('second');
  await logins.renew(first, async () => second);
  const again = { ...first, earlier: [...first.earlier, { request: first.request, tokens: second }] };
  await logins.renew(again, async () => brought('third'));
  expect((await loginStore(io).get(loginKey(first)))?.refreshToken.reveal()).toBe('third');
});

it('what another issuer brought does not take the place of a kept login', async () => {
  await keep();
  const logins = createKeptLogins(io);
  const taken = await logins.take(step('refresh_token'));
  if (taken === undefined) throw new Error('no login was kept');
  const elsewhere = { ...taken, discovery: { ...taken.discovery, issuer: 'https://other.example.com' } };
  await logins.renew(elsewhere, async () => brought('of another'));
  expect((await loginStore(io).get(loginKey(taken)))?.refreshToken.reveal()).toBe('first');
});

it('a login that is bound to no key is not spent where tokens are to be bound', async () => {
  await keep();
  const bound = {
    ...step('refresh_token'),
    request: { flow: 'refresh_token', clientId: 'person', dpop: true },
  };
  expect(await createKeptLogins(io).take(bound)).toBeUndefined();
  expect(said).toContain('--dpop does not use it');
});

it('a gate that is to sign in signs in, kept login or not', async () => {
  await keep();
  const { road, spent } = walked(brought());
  await road.obtain(step('authorization_code'));
  expect(spent).toEqual([undefined]);
});

it('without a kept login the road is as it was', async () => {
  const { road, spent } = walked(brought());
  await road.obtain(step('refresh_token'));
  expect(spent).toEqual([undefined]);
  expect(said).toBe('');
});

const unnamed = (flow: string, more: object = {}) =>
  ({ ...step(flow), request: { flow, ...more } }) as unknown as FlowStep;

it('a login by a client that was registered on request is kept with that client', async () => {
  await keepLogin(io, unnamed('authorization_code'), { ...brought('first'), clientId: 'registered-1' });
  expect(said).toContain('kept for later runs');
  const owners: (string | undefined)[] = [];
  const obtain = async ({ earlier }: FlowStep): Promise<TokenSet> => {
    owners.push(earlier.at(-1)?.tokens.clientId);
    return { ...brought('second'), clientId: 'registered-1' };
  };
  const road = roadBy(obtain);
  await road.obtain(unnamed('refresh_token'));
  await road.obtain(unnamed('refresh_token'));
  expect(owners).toEqual(['registered-1', 'registered-1']);
  expect(await loginStore(io).list()).toMatchObject([{ clientId: '' }]);
});

it('a login is refreshed for the scopes that it was for', async () => {
  const signedIn = { ...brought('first'), requestedScopes: ['api://calculator/add', 'offline_access'] };
  await keepLogin(io, step('authorization_code'), signedIn);
  const asked: (readonly string[] | undefined)[] = [];
  const obtain = async ({ earlier }: FlowStep): Promise<TokenSet> => {
    asked.push(earlier.at(-1)?.tokens.requestedScopes);
    return brought('second');
  };
  await roadBy(obtain).obtain(step('refresh_token'));
  expect(asked).toEqual([signedIn.requestedScopes]);
});

it('a login by a client metadata document is kept under its URL', async () => {
  const clientMetadataUrl = 'https://client.example.com/client.json';
  const signedIn = unnamed('authorization_code', { clientMetadataUrl });
  await keepLogin(io, signedIn, { ...brought('first'), clientId: clientMetadataUrl });
  expect(await loginStore(io).list()).toMatchObject([{ clientId: clientMetadataUrl }]);
});

it('says why nothing was kept', async () => {
  await keepLogin(io, step('authorization_code'), brought());
  expect(said).toContain('offline_access');
  const proof = { thumbprint: 'x', prove: async () => '' };
  await keepLogin(io, step('authorization_code'), { ...brought('first'), proof });
  expect(said).toContain('bound to the key');
  expect(await loginStore(io).list()).toEqual([]);
});

it('registered clients outlive the run', async () => {
  const registration = {
    issuer: 'https://id.example.com',
    clientId: 'a',
    authMethod: 'none',
    expiresAt: null,
  };
  await keptRegistrations(io).keep(registration);
  expect(await keptRegistrations(io).find('https://id.example.com')).toEqual(registration);
  expect(said).toBe('');
});

it('a home that cannot be written is a notice, and the run has its registration', async () => {
  await rm(folder, { recursive: true });
  await writeFile(folder, 'a file where the directory should be');
  const registrations = keptRegistrations(io);
  const registration = {
    issuer: 'https://id.example.com',
    clientId: 'a',
    authMethod: 'none',
    expiresAt: null,
  };
  await registrations.keep(registration);
  expect(await registrations.find('https://id.example.com')).toEqual(registration);
  expect(said).toMatch(/^Registered clients are not kept for later runs\./);
});

/** A step by the kept login, with what the store then says of it. */
async function taken(logins = createKeptLogins(io)) {
  const found = await logins.take(step('refresh_token'));
  if (found === undefined) throw new Error('no login was kept');
  return { logins, found };
}
const sentAt = async () => (await loginStore(io).get(loginKey(step('refresh_token'))))?.sentAt;
/** From here on nothing can be written: a directory lies where the lock would. */
const spoil = () => mkdir(path.join(folder, 'mcp-authcheck', 'refresh-tokens.json.lock'));

it('a refresh token is marked before it is sent, and not any more when its successor is kept', async () => {
  await keep();
  const { logins, found } = await taken();
  let marked: string | undefined;
  await logins.renew(found, async () => {
    marked = await sentAt();
    return brought('second');
  });
  expect(marked).toMatch(/^\d{4}-/);
  expect(await sentAt()).toBeUndefined();
});

it.each([
  ['oauth.invalid_grant', false],
  ['tcp.refused', false],
  ['issuer.not_pinned', false],
  ['refresh.no_answer', true],
  ['token.invalid', true],
  ['run.interrupted', true],
])('after %s the next run is told that the token may be spent: %s', async (code, isTold) => {
  await keep();
  const { logins, found } = await taken();
  const failing = logins.renew(found, () => Promise.reject(new TokenError(code, 'It failed.')));
  await expect(failing).rejects.toMatchObject({ code });
  said = '';
  await taken();
  expect(said.includes('may be spent')).toBe(isTold);
});

it('a refresh token is not sent when that cannot be put down', async () => {
  await keep();
  const { logins, found } = await taken();
  await spoil();
  let isSent = false;
  const renewing = logins.renew(found, async () => {
    isSent = true;
    return brought('second');
  });
  await expect(renewing).rejects.toMatchObject({ code: 'credential.store_unsafe' });
  expect(isSent).toBe(false);
});

it('what came and cannot be kept is an error that says that the kept token may be spent', async () => {
  await keep();
  const { logins, found } = await taken();
  const renewing = logins.renew(found, async () => {
    await spoil();
    return brought('second');
  });
  await expect(renewing).rejects.toMatchObject({
    message: expect.stringContaining('may be spent'),
    hint: expect.stringContaining('mcp-authcheck login'),
  });
});
