import { randomUUID } from 'node:crypto';
import { decodeJwt, importPKCS8, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizeAt, type Changes, REDIRECT, VERIFIER } from './front-channel.ts';
import { type MutantWorld, startMutantWorld } from './world.ts';

let world: MutantWorld;
let issuer: string;

beforeAll(async () => {
  world = await startMutantWorld();
  ({ issuer } = world.issuer);
});

afterAll(() => world.close());

interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly id_token?: string;
  readonly scope: string;
  readonly error?: string;
}

async function token(
  form: Record<string, string>,
  path = '/token',
): Promise<{ status: number; body: Tokens }> {
  const response = await fetch(issuer + path, { method: 'POST', body: new URLSearchParams(form) });
  if (path === '/token') expect(response.headers.get('cache-control')).toBe('no-store');
  const text = await response.text();
  return { status: response.status, body: (text === '' ? {} : JSON.parse(text)) as Tokens };
}

const machine = () => ({
  grant_type: 'client_credentials',
  client_id: 'machine',
  client_secret: world.issuer.secrets.machine,
});

const authorize = (changes: Changes = {}) => authorizeAt(issuer, changes);

async function code(changes: Record<string, string> = {}): Promise<string> {
  const back = await authorize(changes);
  return typeof back === 'number' ? '' : (back.code ?? '');
}

async function redeem(changes: Record<string, string> = {}, asked: Record<string, string> = {}) {
  return token({
    grant_type: 'authorization_code',
    client_id: 'person',
    redirect_uri: REDIRECT,
    code_verifier: VERIFIER,
    code: await code(asked),
    ...changes,
  });
}

describe('the token endpoint', () => {
  it('gives the resource that is asked for, and no other', async () => {
    const named = await token({ ...machine(), resource: 'https://another.example/mcp' });
    expect(decodeJwt(named.body.access_token).aud).toBe('https://another.example/mcp');
    expect(decodeJwt((await token(machine())).body.access_token).aud).toBe(world.endpoint.url);
    expect((await token({ ...machine(), resource: 'https://unknown.invalid/' })).body.error).toBe(
      'invalid_target',
    );
  });

  it('refuses what it should', async () => {
    expect(await token({ ...machine(), client_secret: 'wrong' })).toMatchObject({ status: 401 });
    expect((await token({ ...machine(), scope: 'bogus' })).body.error).toBe('invalid_scope');
    expect((await token({ ...machine(), grant_type: 'password' })).body.error).toBe('unsupported_grant_type');
    expect((await token({ ...machine(), grant_type: 'authorization_code' })).body.error).toBe(
      'unauthorized_client',
    );
    expect((await fetch(`${issuer}/token`)).status).toBe(405);
  });

  it('takes each client assertion once, and only good ones', async () => {
    const key = await importPKCS8(world.issuer.secrets.keyMachine, 'ES256');
    const assert = (changes: { aud?: string; exp?: number; jti?: string } = {}) =>
      new SignJWT({ iss: 'key-machine', sub: 'key-machine', aud: issuer, jti: randomUUID(), ...changes })
        .setProtectedHeader({ alg: 'ES256' })
        .setExpirationTime(changes.exp ?? '1m')
        .sign(key);
    const use = async (assertion: string) =>
      (
        await token({
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        })
      ).status;
    const good = await assert();
    expect([await use(good), await use(good)]).toEqual([200, 401]);
    expect(await use(await assert({ aud: `${issuer}/token` }))).toBe(200);
    expect(await use(await assert({ aud: 'https://another.example' }))).toBe(401);
    expect(await use(await assert({ exp: 1 }))).toBe(401);
  });
});

describe('the authorization endpoint', () => {
  it('sends code, state and issuer back, to any port of the loopback redirect URI', async () => {
    expect(await authorize()).toEqual({ code: expect.any(String), state: 'a state', iss: issuer });
    expect(await authorize({ redirect_uri: 'http://127.0.0.1:1/callback' })).toHaveProperty('code');
  });

  it.each([
    { client_id: 'unknown' },
    { redirect_uri: undefined },
    ...[
      `${REDIRECT}/`,
      `${REDIRECT}/x`,
      `${REDIRECT}?x=1`,
      `${REDIRECT}#x`,
      'https://127.0.0.1:4711/callback',
      'http://127.0.0.1.evil.example/callback',
      'http://user@127.0.0.1:4711/callback',
      'http://localhost:4711/callback',
      'http://attacker.example/cb',
      'javascript:alert(1)',
    ].map((redirect_uri) => ({ redirect_uri })),
  ])('shows a page for %j', async (changes) => {
    expect(await authorize(changes)).toBe(400);
  });

  it.each([
    [{ code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    [{ code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge_method: undefined }, 'invalid_request'],
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ scope: 'bogus' }, 'invalid_scope'],
    [{ resource: 'https://unknown.invalid/' }, 'invalid_target'],
  ])('sends the error of %j back', async (changes, error) => {
    expect(await authorize(changes)).toMatchObject({ error, state: 'a state', iss: issuer });
  });
});

describe('a code', () => {
  it('is good once; the second use revokes what came of the first', async () => {
    const once = await code();
    const first = await redeem({ code: once });
    expect(first.status).toBe(200);
    const use = () =>
      fetch(world.endpoint.url, {
        method: 'POST',
        headers: { authorization: `Bearer ${first.body.access_token}` },
        body: '{"jsonrpc":"2.0","id":1,"method":"initialize","params":{}}',
      });
    expect((await use()).status).toBe(200);
    expect((await redeem({ code: once })).body.error).toBe('invalid_grant');
    expect((await use()).status).toBe(401);
  });

  it.each([
    { code_verifier: 'x'.repeat(43) },
    { code_verifier: '' },
    { redirect_uri: 'http://127.0.0.1:4712/callback' },
    { code: 'unknown' },
  ])('is refused with %j', async (changes) => {
    expect((await redeem(changes)).body.error).toBe('invalid_grant');
  });

  it('brings an ID token where openid was asked for', async () => {
    const { body } = await redeem({}, { scope: 'openid calculator.add', nonce: 'n' });
    expect(decodeJwt(body.id_token ?? '')).toMatchObject({ aud: 'person', nonce: 'n' });
  });
});

describe('a refresh token', () => {
  const refresh = (value: string, more: Record<string, string> = {}) =>
    token({ grant_type: 'refresh_token', client_id: 'person', refresh_token: value, ...more });

  it('is rotated, narrowed, and never widened', async () => {
    const { body } = await redeem({}, { scope: 'calculator.add calculator.subtract' });
    expect((await refresh(body.refresh_token, { scope: 'calculator.all' })).body.error).toBe('invalid_scope');
    const second = await refresh(body.refresh_token, { scope: 'calculator.add' });
    expect(second.body.scope).toBe('calculator.add');
    expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant');
    expect((await refresh(second.body.refresh_token)).body.error).toBe('invalid_grant');
  });

  it('ends with its revocation', async () => {
    const { body } = await redeem();
    const revoked = await token({ client_id: 'person', token: body.refresh_token }, '/revoke');
    expect(revoked.status).toBe(200);
    expect((await refresh(body.refresh_token)).body.error).toBe('invalid_grant');
  });
});
