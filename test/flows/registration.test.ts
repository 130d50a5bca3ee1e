import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authorizationCode } from '../../src/flows/authorization-code.ts';
import { refreshToken } from '../../src/flows/refresh-token.ts';
import { revokeRefreshToken } from '../../src/flows/revoke.ts';
import type { FlowRequest, Http, TokenSet } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { browse, type RegisteringServer, startRegisteringServer } from './registering-server.ts';
import { type ContextParts, contextOf, failureOf } from './world.ts';

let server: RegisteringServer;
let http: Http;
let closeHttp: () => Promise<void>;
let told: string[];
beforeEach(async () => {
  server = await startRegisteringServer();
  ({ http, close: closeHttp } = openHttp());
  told = [];
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

const contextWith = (request: Partial<FlowRequest> = {}, parts: Partial<ContextParts> = {}) =>
  contextOf({
    http,
    request: { flow: 'authorization_code', ...request },
    metadata: server.metadata,
    ...parts,
    person: { open: browse, tell: (message) => void told.push(message) },
  });
const run = (request?: Partial<FlowRequest>, parts?: Partial<ContextParts>): Promise<TokenSet> =>
  authorizationCode.run(contextWith(request, parts));

describe('the registration request', () => {
  it('describes a native application, for the redirect URI that listens', async () => {
    await run({ scopes: ['calculator.add', 'calculator.subtract'] });
    expect(server.registrations).toEqual([
      {
        client_name: 'mcp-authcheck',
        redirect_uris: [server.authorizations[0]?.get('redirect_uri')],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        scope: 'calculator.add calculator.subtract',
      },
    ]);
    expect(server.received[0]).toMatchObject({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
    });
    expect(http.exchanges[0]).toMatchObject({ phase: 'registration', status: 201 });
  });

  it('names no scope where none is known', async () => {
    await run();
    expect(server.registrations[0]).not.toHaveProperty('scope');
  });

  it('does not ask for a grant that the server says it has not', async () => {
    server.behaviour.metadata = { grant_types_supported: ['authorization_code'] };
    await run();
    expect(server.registrations[0]?.grant_types).toEqual(['authorization_code']);
  });

  it.each([
    [['client_secret_basic', 'none', 'client_secret_post'], 'none'],
    [['client_secret_basic'], 'client_secret_basic'],
    [['private_key_jwt', 'client_secret_post'], 'client_secret_post'],
    [undefined, 'client_secret_basic'],
  ])('asks, where the server offers %j, for %s, and the client then uses it', async (offered, method) => {
    server.behaviour.metadata = { token_endpoint_auth_methods_supported: offered } as never;
    await run();
    expect(server.registrations[0]?.token_endpoint_auth_method).toBe(method);
    // The server takes no other way than the one that it registered.
    expect(server.tokenRequests).toHaveLength(1);
  });

  it.each(['none', 'client_secret_basic', 'client_secret_post'])(
    'obeys an answer that says %s, whatever was asked for',
    async (method) => {
      server.behaviour.metadata = {
        token_endpoint_auth_methods_supported: [method === 'none' ? 'client_secret_post' : 'none'],
      };
      server.behaviour.registered = { token_endpoint_auth_method: method };
      const tokens = await run();
      expect(tokens.accessToken.reveal()).toBe('access-1-token');
    },
  );

  it('is sent once more without scopes where the metadata is refused, and the person hears of it', async () => {
    server.behaviour.register = ({ scope }) =>
      scope === undefined ? undefined : { status: 400, body: { error: 'invalid_client_metadata' } };
    await run({ scopes: ['calculator.add'] });
    expect(server.registrations.map(({ scope }) => scope)).toEqual(['calculator.add', undefined]);
    expect(server.authorizations[0]?.get('scope')).toBe('calculator.add');
    expect(told).toContainEqual(expect.stringContaining('only when no scopes are named'));
  });

  it('keeps its application_type where a server refuses that: the refusal is reported', async () => {
    const body = { error: 'invalid_client_metadata', error_description: 'application_type is unknown' };
    server.behaviour.register = () => ({ status: 400, body });
    expect(await failureOf(run())).toMatchObject({
      code: 'registration.invalid_client_metadata',
      message: expect.stringContaining('application_type is unknown'),
    });
    expect(server.registrations.map(({ application_type: type }) => type)).toEqual(['native']);
  });

  it('is not sent to another origin than the issuer’s', async () => {
    const thief = await startRegisteringServer();
    try {
      const metadata = { ...server.metadata, registration_endpoint: `${thief.origin}/register` };
      expect(await failureOf(run({}, { metadata }))).toMatchObject({
        code: 'endpoint.origin',
        exit: 7,
        message: expect.stringContaining('registration_endpoint'),
      });
      expect(thief.received).toEqual([]);
    } finally {
      await thief.close();
    }
  });

  it('is not sent where no way of authenticating could be used', async () => {
    server.behaviour.metadata = { token_endpoint_auth_methods_supported: ['tls_client_auth'] };
    expect(await failureOf(run())).toMatchObject({ code: 'registration.auth_method' });
    expect(server.received).toEqual([]);
  });
});

describe('a refusal to register', () => {
  const redirect = { error: 'invalid_redirect_uri', error_description: 'no loopback here' };
  it.each([
    ['a redirect URI', 400, redirect, 'registration.invalid_redirect_uri', 'no loopback here'],
    ['the metadata', 400, { error: 'invalid_client_metadata' }, 'registration.invalid_client_metadata', ''],
    ['everybody without a token', 401, { error: 'invalid_token' }, 'registration.forbidden', 'permission'],
    ['by a policy', 403, { error: 'insufficient_scope' }, 'registration.forbidden', 'permission'],
    ['in words of its own', 403, { errorCode: 'E0000006' }, 'registration.forbidden', 'HTTP 403'],
    ['because it is switched off', 404, 'Not Found', 'registration.refused', 'HTTP 404'],
  ])('of %s says what to do', async (_name, status, body, code, words) => {
    server.behaviour.register = () => ({ status, body });
    expect(await failureOf(run())).toMatchObject({
      code,
      exit: 3,
      phase: 'registration',
      message: expect.stringContaining(words),
      hint: expect.stringContaining('--client-id'),
    });
    expect(server.authorizations).toEqual([]);
  });

  it('says that an initial access token may be wanted', async () => {
    server.behaviour.register = () => ({ status: 401, body: '' });
    expect(await failureOf(run())).toMatchObject({ hint: expect.stringContaining('initial access token') });
  });

  it.each([
    [429, 'rate_limited'],
    [503, 'rate_limited'],
    [500, 'unavailable'],
  ])('with HTTP %d may pass', async (status, code) => {
    server.behaviour.register = () => ({ status, body: '' });
    expect(await failureOf(run())).toMatchObject({ code, exit: 4 });
  });
});

describe('an answer of the registration endpoint', () => {
  it.each([
    ['is a page', '<!doctype html>'],
    ['is a list', []],
    ['has no client id', { token_endpoint_auth_method: 'none' }],
    ['has an empty client id', { client_id: '' }],
    ['has a client id of another type', { client_id: 7 }],
    ['has a client id with a line break', { client_id: 'a\nb' }],
    ['lacks the secret it needs', { client_id: 'x', token_endpoint_auth_method: 'client_secret_basic' }],
    [
      'has a secret of another type',
      { client_id: 'x', token_endpoint_auth_method: 'client_secret_post', client_secret: 1 },
    ],
    ['expires in words', { client_id: 'x', client_secret: 'y', client_secret_expires_at: 'tomorrow' }],
    ['expires before time began', { client_id: 'x', client_secret: 'y', client_secret_expires_at: -1 }],
  ])('is refused when it %s', async (_name, body) => {
    server.behaviour.register = () => ({ status: 201, body });
    expect(await failureOf(run())).toMatchObject({ code: 'registration.invalid' });
    expect(server.authorizations).toEqual([]);
  });

  it('is refused when it wants another way of authenticating', async () => {
    server.behaviour.registered = { token_endpoint_auth_method: 'private_key_jwt' };
    expect(await failureOf(run())).toMatchObject({ code: 'registration.auth_method' });
  });

  it.each([
    ['another redirect URI', ['https://app.example.com/callback']],
    ['no redirect URI', []],
    ['a redirect URI that is no list', 'http://127.0.0.1/callback'],
  ])('is refused when it registers %s', async (_name, uris) => {
    server.behaviour.registered = { redirect_uris: uris };
    expect(await failureOf(run())).toMatchObject({ code: 'registration.redirect_uri' });
  });

  it('may leave the port out', async () => {
    server.behaviour.register = ({ redirect_uris: uris }) => {
      server.clients.set('portless', { secret: undefined, method: 'none', redirectUris: uris as string[] });
      return { status: 201, body: { client_id: 'portless', redirect_uris: ['http://127.0.0.1/callback'] } };
    };
    expect((await run()).clientId).toBe('portless');
  });

  it('may say no more than a client id', async () => {
    server.behaviour.register = () => {
      server.clients.set('terse', { secret: undefined, method: 'none', redirectUris: 'any' });
      return { status: 200, body: { client_id: 'terse' } };
    };
    expect((await run()).clientId).toBe('terse');
  });

  it('may keep to itself how its secret is meant: by Basic (RFC 7591 §2)', async () => {
    server.behaviour.register = () => {
      server.clients.set('quiet', {
        secret: 's3cret-of-quiet',
        method: 'client_secret_basic',
        redirectUris: 'any',
      });
      return { status: 201, body: { client_id: 'quiet', client_secret: 's3cret-of-quiet' } };
    };
    expect((await run()).clientId).toBe('quiet');
  });

  it('gives away neither its secret nor its registration access token', async () => {
    server.behaviour.registered = {
      token_endpoint_auth_method: 'client_secret_post',
      registration_access_token: 'may-change-the-registration',
      registration_client_uri: `${server.origin}/register/1`,
    };
    const context = contextWith();
    const { clientId = '' } = await authorizationCode.run(context);
    const registration = await context.registrations.find(server.origin);
    expect(registration).toMatchObject({ clientId, authMethod: 'client_secret_post', expiresAt: null });
    expect(JSON.stringify(registration)).not.toMatch(/secret: of|may-change/);
    expect(registration?.clientSecret?.reveal()).toContain(clientId);
    const secret = `secret: of ${clientId} with + and %`;
    const shown = http.vault.redact(`<may-change-the-registration> <${secret}>`);
    expect(shown).not.toMatch(/may-change|with \+/);
    expect(told.join()).not.toContain('secret: of');
  });
});

describe('a refresh by a client that was registered on request', () => {
  it.each(['none', 'client_secret_basic', 'client_secret_post'])(
    'authenticates as it was told: %s',
    async (method) => {
      server.behaviour.registered = { token_endpoint_auth_method: method };
      const context = contextWith();
      const tokens = await authorizationCode.run(context);
      const earlier = [{ request: context.request, tokens }];
      const refreshed = await refreshToken.run({ ...context, request: { flow: 'refresh_token' }, earlier });
      expect(refreshed.clientId).toBe(tokens.clientId);
      expect(refreshed.accessToken.reveal()).toBe('access-2-token');
      expect(server.registrations).toHaveLength(1);
    },
  );

  it('is by the client that the token was issued to, not by the newest one', async () => {
    const context = contextWith();
    const tokens = await authorizationCode.run(context);
    await authorizationCode.run({ ...context, request: { ...context.request, port: await anotherPort() } });
    expect(server.registrations).toHaveLength(2);
    const earlier = [{ request: context.request, tokens }];
    const refreshed = await refreshToken.run({ ...context, request: { flow: 'refresh_token' }, earlier });
    expect(refreshed.clientId).toBe(tokens.clientId);
  });

  it('that is no longer known means signing in again, as a new client', async () => {
    const context = contextWith();
    const tokens = await authorizationCode.run(context);
    server.clients.clear();
    const earlier = [{ request: context.request, tokens }];
    const error = await failureOf(
      refreshToken.run({ ...context, request: { flow: 'refresh_token' }, earlier }),
    );
    expect(error).toMatchObject({
      code: 'registration.lost',
      hint: expect.stringContaining('sign in again'),
    });
    await authorizationCode.run(context);
    expect(server.registrations).toHaveLength(2);
  });

  it('revokes as that client, too', async () => {
    server.behaviour.registered = { token_endpoint_auth_method: 'client_secret_post' };
    server.behaviour.metadata = { revocation_endpoint: `${server.origin}/revoke` };
    const context = contextWith();
    const tokens = await authorizationCode.run(context);
    const token = tokens.refreshToken ?? http.vault.keep('');
    await revokeRefreshToken(context, token, tokens.clientId).catch(() => undefined);
    const sent = server.received.find(({ path }) => path === '/revoke')?.body;
    expect(sent?.get('client_id')).toBe(tokens.clientId);
    expect(sent?.get('client_secret')).toContain(tokens.clientId);
  });
});

async function anotherPort(): Promise<number> {
  const { createServer } = await import('node:net');
  const listening = createServer();
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const address = listening.address();
  await new Promise<void>((resolve) => listening.close(() => resolve()));
  return typeof address === 'object' && address !== null ? address.port : 0;
}
