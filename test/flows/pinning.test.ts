import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { endpointProblem } from '../../src/flows/endpoint-policy.ts';
import type { FlowContext } from '../../src/flows/flow.ts';
import { flowNamed } from '../../src/flows/index.ts';
import { pinnedServer } from '../../src/flows/pinning.ts';
import type { Credential, FlowRequest, Http, Target } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { rsaKey } from './rsa-key.ts';
import { reply, type SmallServer, startSmallServer } from './small-server.ts';
import { contextOf, failureOf, located } from './world.ts';

let own: SmallServer;
let thief: SmallServer;
let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(async () => {
  [own, thief] = await Promise.all([startSmallServer(), startSmallServer()]);
  ({ http, close: closeHttp } = openHttp());
});
afterEach(async () => {
  await Promise.all([own.close(), thief.close(), closeHttp()]);
});

const CREDENTIALS: readonly (readonly [string, () => Promise<Credential>])[] = [
  ['a secret in the body', async () => secret('client_secret_post')],
  ['a secret in the header', async () => secret('client_secret_basic')],
  ['a private key', async () => ({ kind: 'private_key', privateKey: http.vault.keep(await rsaKey()) })],
  [
    'a federated assertion',
    async () => ({
      kind: 'assertion',
      source: { from: 'reference', read: async () => http.vault.keep('a.b.c-federated') },
    }),
  ],
];

function secret(method: 'client_secret_post' | 'client_secret_basic'): Credential {
  return { kind: 'secret', secret: http.vault.keep('s3cret-of-the-machine'), method };
}

const GRANTS = ['client_credentials', 'authorization_code', 'refresh_token', 'device_code'] as const;

async function run(
  flow: string,
  credential: Credential | undefined,
  parts: Partial<Parameters<typeof contextOf>[0]>,
) {
  const request: FlowRequest = {
    flow,
    clientId: 'machine',
    library: 'openid-client',
    ...(credential === undefined ? {} : { credential }),
  };
  return await flowNamed(flow).run(contextOf({ http, request, earlier: earlier(), ...parts }));
}

function earlier(): FlowContext['earlier'] {
  const tokens = {
    accessToken: http.vault.keep('an-old-access-token'),
    refreshToken: http.vault.keep('a-kept-refresh-token'),
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: null,
    library: 'openid-client',
    exchanges: [],
  };
  return [{ request: { flow: 'authorization_code', clientId: 'machine' }, tokens }];
}

describe.each(CREDENTIALS)('%s', (_name, credential) => {
  it.each(GRANTS)('never reaches an issuer that only the endpoint names, by %s', async (flow) => {
    const error = await failureOf(run(flow, await credential(), { metadata: thief.metadata }));
    expect(error).toMatchObject({
      code: 'issuer.not_pinned',
      exit: 7,
      hint: expect.stringContaining(`--issuer ${thief.origin}`),
    });
    expect(thief.received).toHaveLength(0);
  });

  it.each(GRANTS)('never reaches another issuer than the pinned one, by %s', async (flow) => {
    const target = { issuer: own.origin };
    const error = await failureOf(run(flow, await credential(), { metadata: thief.metadata, target }));
    expect(error).toMatchObject({ code: 'issuer.mismatch', exit: 7 });
    expect(thief.received).toHaveLength(0);
  });

  it.each(GRANTS)(
    'stays here when the endpoint names another server than the pinned one, by %s',
    async (flow) => {
      const parts = {
        metadata: own.metadata,
        target: { issuer: own.origin },
        discovery: { authorizationServers: ['https://login.evil.example'] },
      };
      const error = await failureOf(run(flow, await credential(), parts));
      expect(error).toMatchObject({
        code: 'issuer.not_pinned',
        exit: 7,
        message: expect.stringContaining('https://login.evil.example'),
      });
      expect(own.received).toHaveLength(0);
    },
  );

  it('never reaches a foreign token endpoint of the pinned issuer', async () => {
    const metadata = { ...own.metadata, token_endpoint: `${thief.origin}/token` };
    const target = { issuer: own.origin };
    const error = await failureOf(run('client_credentials', await credential(), { metadata, target }));
    expect(error).toMatchObject({ code: 'endpoint.origin', exit: 7 });
    expect(thief.received).toHaveLength(0);
  });

  it('does not follow a redirect of the token endpoint', async () => {
    own.answer = (_request, response) => reply(response, 307, '', { Location: `${thief.origin}/token` });
    const parts = { metadata: own.metadata, target: { issuer: own.origin } };
    const error = await failureOf(run('client_credentials', await credential(), parts));
    expect(error).toMatchObject({ code: 'redirect.credentialed', exit: 7 });
    expect(own.received).toHaveLength(1);
    expect(thief.received).toHaveLength(0);
  });

  it.each(GRANTS)(
    'buys no token for the resource of another origin that the endpoint names, by %s',
    async (flow) => {
      const resource = 'https://orders.example.com/mcp';
      const parts = {
        metadata: own.metadata,
        target: { issuer: own.origin },
        discovery: { protectedResourceMetadata: located({ resource }) },
      };
      const error = await failureOf(run(flow, await credential(), parts));
      expect(error).toMatchObject({
        code: 'prm.resource_mismatch',
        exit: 7,
        message: expect.stringContaining(resource),
      });
      expect(own.received).toHaveLength(0);
    },
  );

  it('reaches the pinned issuer', async () => {
    own.answer = (_request, response) =>
      reply(response, 200, { access_token: 'granted', token_type: 'Bearer' });
    const parts = { metadata: own.metadata, target: { issuer: own.origin } };
    const tokens = await run('client_credentials', await credential(), parts);
    expect(tokens.accessToken.reveal()).toBe('granted');
  });
});

describe('every endpoint that is used', () => {
  it.each(['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const)(
    'must be the issuer’s own: %s of the authorization code grant',
    async (name) => {
      const metadata = { ...own.metadata, [name]: `${thief.origin}/x` };
      const parts = { metadata, target: { issuer: own.origin } };
      expect(await failureOf(run('authorization_code', undefined, parts))).toMatchObject({
        code: 'endpoint.origin',
        message: expect.stringContaining(name),
      });
    },
  );

  it('must be the issuer’s own: device_authorization_endpoint', async () => {
    const metadata = { ...own.metadata, device_authorization_endpoint: `${thief.origin}/x` };
    const parts = { metadata, target: { issuer: own.origin } };
    expect(await failureOf(run('device_code', undefined, parts))).toMatchObject({ code: 'endpoint.origin' });
  });

  it('may be on an origin that the user allowed', async () => {
    thief.answer = (_request, response) =>
      reply(response, 200, { access_token: 'granted', token_type: 'Bearer' });
    const metadata = { ...own.metadata, token_endpoint: `${thief.origin}/token` };
    const target = { issuer: own.origin, allowedOrigins: [thief.origin] };
    await run('client_credentials', secret('client_secret_post'), { metadata, target });
    expect(thief.received).toHaveLength(1);
  });

  it('must be there', async () => {
    const parts = { metadata: { issuer: own.origin }, target: { issuer: own.origin } };
    expect(await failureOf(run('client_credentials', secret('client_secret_post'), parts))).toMatchObject({
      code: 'metadata.endpoint_missing',
      exit: 6,
    });
  });
});

describe('--token-endpoint', () => {
  const granted: SmallServer['answer'] = (_request, response) =>
    reply(response, 200, { access_token: 'granted', token_type: 'Bearer' });

  it('replaces the one of the metadata', async () => {
    own.answer = granted;
    const target: Partial<Target> = { issuer: own.origin, tokenEndpoint: `${own.origin}/other/token` };
    await run('client_credentials', secret('client_secret_post'), { metadata: own.metadata, target });
    expect(own.received.map(({ path }) => path)).toEqual(['/other/token']);
  });

  it('needs no metadata when the issuer is pinned', async () => {
    own.answer = granted;
    const target: Partial<Target> = { issuer: own.origin, tokenEndpoint: `${own.origin}/token` };
    await run('client_credentials', secret('client_secret_post'), { target });
    expect(own.received).toHaveLength(1);
  });

  it('obeys the same rule', async () => {
    const target: Partial<Target> = { issuer: own.origin, tokenEndpoint: `${thief.origin}/token` };
    const error = await failureOf(run('client_credentials', secret('client_secret_post'), { target }));
    expect(error).toMatchObject({ code: 'endpoint.origin' });
    expect(thief.received).toHaveLength(0);
  });
});

describe('without metadata', () => {
  it('nothing is sent', async () => {
    const error = await failureOf(run('client_credentials', secret('client_secret_post'), {}));
    expect(error).toMatchObject({ code: 'metadata.not_found', exit: 6 });
  });
});

describe('External ID pinned by its name, which calls itself by its tenant id', () => {
  const TENANT = 'aaaabbbb-0000-4000-8000-dddd2222eeee';
  const byName = `https://contoso.ciamlogin.com/${TENANT}/v2.0`;
  const itself = `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`;
  const server = (tokenEndpoint: string) =>
    pinnedServer(
      contextOf({
        http: {} as Http,
        request: { flow: 'client_credentials' },
        metadata: { issuer: itself, token_endpoint: tokenEndpoint },
        provider: 'entra',
        target: { issuer: byName },
        discovery: { issuer: byName, authorizationServers: [byName] },
      }),
      { confidential: true, endpoints: ['token_endpoint'] },
    );

  it('may keep its endpoints at the pinned name', () => {
    const endpoint = `https://contoso.ciamlogin.com/${TENANT}/oauth2/v2.0/token`;
    expect(server(endpoint).endpoint('token_endpoint')).toBe(endpoint);
  });

  it('and nowhere else', () => {
    expect(() => server(`https://fabrikam.ciamlogin.com/${TENANT}/oauth2/v2.0/token`)).toThrow(
      'another origin',
    );
  });
});

describe('where nobody pinned an issuer', () => {
  it('metadata that calls itself otherwise than the endpoint does is refused, on the same origin too', () => {
    const context = contextOf({
      http: {} as Http,
      request: { flow: 'authorization_code' },
      metadata: { issuer: 'https://as.example.com/two', token_endpoint: 'https://as.example.com/two/token' },
      discovery: {
        issuer: 'https://as.example.com/one',
        authorizationServers: ['https://as.example.com/one'],
      },
    });
    expect(() => pinnedServer(context, { confidential: false, endpoints: ['token_endpoint'] })).toThrow(
      expect.objectContaining({ code: 'issuer.mismatch', exit: 7 }),
    );
  });
});

describe('an endpoint', () => {
  const ISSUER = 'https://as.example.com/tenant';
  it.each([
    ['https://as.example.com/token', undefined],
    ['https://as.example.com:443/token?policy=x', undefined],
    ['https://other.example.com/token', undefined],
    ['https://as.example.com:8443/token', 'is on another origin'],
    ['https://as.example.com.evil.example/token', 'is on another origin'],
    ['https://evil.example/token', 'is on another origin'],
    ['http://as.example.com/token', 'is neither https'],
    ['javascript:alert(1)', 'is neither https'],
    ['https://as.example.com@evil.example/token', 'carries user information'],
    ['https://user@as.example.com/token', 'carries user information'],
    ['https://as.example.com/token#', 'carries a fragment'],
    ['/token', 'is not a URL'],
    ['', 'is not a URL'],
  ])('%s: %s', (endpoint, problem) => {
    const found = endpointProblem(endpoint, ISSUER, ['https://other.example.com']);
    if (problem === undefined) expect(found).toBeUndefined();
    else expect(found).toContain(problem);
  });
});
