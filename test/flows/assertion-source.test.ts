import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { assertionFrom } from '../../src/flows/assertion-source.ts';
import type { AssertionSource, Http } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { reply, type SmallServer, startSmallServer } from './small-server.ts';
import { contextOf, failureOf } from './world.ts';

const OF_THE_RUNNER = 'the-runners-own-token';
const ISSUED = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJyZXBvIn0.c2lnbmF0dXJl';

let server: SmallServer;
let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(async () => {
  server = await startSmallServer();
  ({ http, close: closeHttp } = openHttp());
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

const context = () => contextOf({ http, request: { flow: 'client_credentials' } });
const github = (more: { audience?: string; url?: string; token?: string } = {}): AssertionSource => ({
  from: 'github',
  url: more.url ?? `${server.origin}/idtoken/1?api-version=2.0`,
  token: http.vault.keep(more.token ?? OF_THE_RUNNER),
  ...(more.audience === undefined ? {} : { audience: more.audience }),
});
const asked = () => new URL(server.received[0]?.path ?? '', server.origin);

describe('GitHub Actions’ token service', () => {
  it('is asked as its documentation says, and for what the authorization server wants', async () => {
    server.answer = (_request, response) => reply(response, 200, { count: 1, value: ISSUED });
    const assertion = await assertionFrom(github(), context(), 'api://AzureADTokenExchange');
    expect(assertion.reveal()).toBe(ISSUED);
    expect(server.received[0]).toMatchObject({
      method: 'GET',
      headers: { authorization: `bearer ${OF_THE_RUNNER}` },
    });
    expect(asked().pathname).toBe('/idtoken/1');
    expect(Object.fromEntries(asked().searchParams)).toEqual({
      'api-version': '2.0',
      audience: 'api://AzureADTokenExchange',
    });
  });

  it('is asked for the audience that the user names rather', async () => {
    server.answer = (_request, response) => reply(response, 200, { value: ISSUED });
    await assertionFrom(
      github({ audience: 'https://mine.example/a?b&c' }),
      context(),
      'https://fallback.example',
    );
    expect(asked().searchParams.getAll('audience')).toEqual(['https://mine.example/a?b&c']);
  });

  it('is asked at every use', async () => {
    let issued = 0;
    server.answer = (_request, response) => reply(response, 200, { value: `token.number.${++issued}` });
    const source = github();
    expect((await assertionFrom(source, context())).reveal()).toBe('token.number.1');
    expect((await assertionFrom(source, context())).reveal()).toBe('token.number.2');
  });

  it.each([
    ['refuses the job', 401, { message: 'no' }, 'auth.assertion_refused', 3, 'id-token: write'],
    ['refuses a fork', 403, '<html>', 'auth.assertion_refused', 3, 'forks'],
    ['is down', 502, '', 'unavailable', 4, 'later'],
    ['is busy', 429, '', 'rate_limited', 4, 'later'],
    ['answers HTML', 200, '<html>', 'token.invalid', 6, 'ACTIONS_ID_TOKEN_REQUEST_URL'],
    ['answers without a token', 200, { count: 0 }, 'token.invalid', 6, 'ACTIONS_ID_TOKEN_REQUEST_URL'],
    ['answers null', 200, 'null', 'token.invalid', 6, 'ACTIONS_ID_TOKEN_REQUEST_URL'],
    ['answers two lines', 200, { value: 'a\nb' }, 'token.invalid', 6, 'ACTIONS_ID_TOKEN_REQUEST_URL'],
  ])(
    'that %s ends the attempt and says what to do: HTTP %d',
    async (_name, status, body, code, exit, hint) => {
      server.answer = (_request, response) => reply(response, status, body);
      const error = await failureOf(assertionFrom(github(), context()));
      expect(error).toMatchObject({ code, exit, hint: expect.stringContaining(hint) });
      expect(JSON.stringify(error)).not.toContain(OF_THE_RUNNER);
    },
  );

  it.each([
    ['no token', { token: '' }],
    ['no address', { url: '' }],
  ])('that the job has %s for is not asked', async (_name, missing) => {
    const error = await failureOf(assertionFrom(github(missing), context()));
    expect(error).toMatchObject({
      code: 'credential.missing',
      exit: 2,
      hint: expect.stringContaining('id-token: write'),
    });
    expect(server.received).toHaveLength(0);
  });

  it('cannot send the runner’s token elsewhere', async () => {
    server.answer = (_request, response) =>
      reply(response, 302, '', { Location: `${server.origin}/elsewhere` });
    expect(await failureOf(assertionFrom(github(), context()))).toMatchObject({ exit: 7 });
    expect(server.received).toHaveLength(1);
  });
});

describe('a managed identity that stands in for a credential', () => {
  const identity = (more: { clientId?: string; audience?: string } = {}): AssertionSource => ({
    from: 'managed_identity',
    ...more,
  });

  // msal-node reads the address once in the life of the process.
  let host: SmallServer;
  beforeAll(async () => {
    host = await startSmallServer();
    const answer = { access_token: ISSUED, token_type: 'Bearer', expires_in: '86399', resource: 'x' };
    host.answer = (_request, response) => reply(response, 200, answer);
  });
  beforeEach(() => {
    vi.stubEnv('AZURE_POD_IDENTITY_AUTHORITY_HOST', host.origin);
  });
  afterAll(async () => {
    await host.close();
  });
  const lastAsked = () => new URL(host.received.at(-1)?.path ?? '', host.origin).searchParams;

  it.each([
    ['Entra’s exchange', {}, undefined, 'api://AzureADTokenExchange'],
    ['what the authorization server wants', {}, 'https://as.example', 'https://as.example'],
    ['what the user names', { audience: 'api://mine' }, 'https://as.example', 'api://mine'],
  ])('is asked for a token for %s', async (_name, more, fallback, resource) => {
    const assertion = await assertionFrom(identity(more), context(), fallback);
    expect(assertion.reveal()).toBe(ISSUED);
    expect(lastAsked().get('resource')).toBe(resource);
    expect(host.received.at(-1)?.headers.metadata).toBe('true');
  });

  it('may be one of several', async () => {
    await assertionFrom(identity({ clientId: '11111111-2222-3333-4444-555555555555' }), context());
    expect(lastAsked().get('client_id')).toBe('11111111-2222-3333-4444-555555555555');
  });

  it('is asked at every use, for each target on the road of its own', async () => {
    const before = host.received.length;
    const other = openHttp();
    await assertionFrom(identity(), context());
    await assertionFrom(identity(), contextOf({ http: other.http, request: { flow: 'client_credentials' } }));
    await other.close();
    expect(host.received).toHaveLength(before + 2);
    expect(http.exchanges).toHaveLength(1);
    expect(other.http.exchanges).toHaveLength(1);
  });
});

describe('a file or variable', () => {
  it.each([
    ['is empty', ''],
    ['holds two lines', 'a.b.c\nd.e.f'],
    ['holds no ASCII', 'tökén'],
  ])('that %s is no assertion', async (_name, text) => {
    const read = () => Promise.resolve(http.vault.keep(text));
    const error = await failureOf(assertionFrom({ from: 'reference', read }, context()));
    expect(error).toMatchObject({ code: 'credential.malformed_assertion', exit: 2 });
  });
});
