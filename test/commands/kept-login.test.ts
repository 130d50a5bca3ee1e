import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Io } from '../../src/commands/io.ts';
import { loginKey, loginStore, withKeptLogins } from '../../src/commands/kept-login.ts';
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
  io = { vault, environment, err } as unknown as Io;
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
function walked(answer: TokenSet): { readonly road: Road; readonly spent: (string | undefined)[] } {
  const spent: (string | undefined)[] = [];
  const obtain = async ({ earlier }: FlowStep): Promise<TokenSet> => {
    spent.push(earlier.at(-1)?.tokens.refreshToken?.reveal());
    return answer;
  };
  return { road: withKeptLogins({ obtain } as unknown as Road, io), spent };
}

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
