import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flowNamed } from '../../src/flows/index.ts';
import type { FlowRequest, Http, Profile, TokenSet } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { browse, type RegisteringServer, startRegisteringServer } from './registering-server.ts';
import { type ContextParts, contextOf, failureOf, located } from './world.ts';

/** What a client owes the authorization server and itself, request by request (RFC 6749 §4.1, RFC 9207). */
let server: RegisteringServer;
let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(async () => {
  server = await startRegisteringServer();
  server.clients.set('mine', { secret: undefined, method: 'none', redirectUris: 'any' });
  ({ http, close: closeHttp } = openHttp());
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

const contextWith = (request: Partial<FlowRequest> = {}, parts: Partial<ContextParts> = {}) =>
  contextOf({
    http,
    request: { flow: 'authorization_code', clientId: 'mine', ...request },
    metadata: server.metadata,
    ...parts,
    person: { open: browse, ...parts.person },
  });
const run = (request?: Partial<FlowRequest>, parts?: Partial<ContextParts>): Promise<TokenSet> =>
  flowNamed(request?.flow ?? 'authorization_code').run(contextWith(request, parts));
const refresh = (tokens: TokenSet, parts?: Partial<ContextParts>): Promise<TokenSet> => {
  const earlier = [{ request: { flow: 'authorization_code', clientId: 'mine' }, tokens }];
  return run({ flow: 'refresh_token' }, { earlier, ...parts });
};

/** The name's values in the authorization, token and refresh request of one sign-in. */
async function sent(name: string, parts: Partial<ContextParts> = {}, profile: Partial<Profile> = {}) {
  const context = contextWith({}, parts);
  const with_ = { ...context, profile: { ...context.profile, ...profile } };
  const tokens = await flowNamed('authorization_code').run(with_);
  const earlier = [{ request: context.request, tokens }];
  await flowNamed('refresh_token').run({ ...with_, request: { flow: 'refresh_token' }, earlier });
  return [...server.authorizations, ...server.tokenRequests.map(({ body }) => body)].map((parameters) =>
    parameters.getAll(name),
  );
}

describe('resource', () => {
  const published = (resource: string) => ({
    target: { url: resource },
    discovery: { protectedResourceMetadata: located({ resource }) },
  });
  it.each([
    ['an origin without a slash', 'https://calculator.example.com'],
    ['an origin with a slash', 'https://calculator.example.com/'],
    ['a path in capitals', 'https://calculator.example.com/MCP'],
    ['a port that goes without saying', 'https://calculator.example.com:443/mcp'],
    ['a query', 'https://calculator.example.com/mcp?tenant=%41'],
  ])('goes into every request as it was published: %s', async (_name, resource) => {
    expect(await sent('resource', published(resource))).toEqual([[resource], [resource], [resource]]);
  });

  it('goes into every request as the user gave it', async () => {
    const target = { resource: 'urn:calculator' };
    expect(await sent('resource', { target })).toEqual(Array(3).fill(['urn:calculator']));
  });

  it('goes nowhere when the user wants none', async () => {
    expect(await sent('resource', { target: { resource: false } })).toEqual([[], [], []]);
  });

  it('goes into both requests of the device grant', async () => {
    const resource = 'https://calculator.example.com';
    await run({ flow: 'device_code' }, published(resource));
    const asked = server.received
      .filter(({ method }) => method === 'POST')
      .map(({ body }) => body.getAll('resource'));
    expect(asked).toEqual([[resource], [resource]]);
  });
});

describe('what a provider wants besides', () => {
  it('goes into every request that its profile says, and replaces nothing of the standard', async () => {
    const parameters = (grant: string): Record<string, string> =>
      grant === 'authorization_code' ? { audience: 'calculator', state: 'x', code_challenge: 'x' } : {};
    expect(await sent('audience', {}, { parameters })).toEqual([['calculator'], ['calculator'], []]);
    // Signing in would have failed with another state or code challenge.
    expect(server.authorizations[0]?.getAll('state')).toHaveLength(1);
  });

  it('goes into both requests of the device grant', async () => {
    const context = contextWith({ flow: 'device_code' });
    const parameters = () => ({ audience: 'calculator' });
    await flowNamed('device_code').run({ ...context, profile: { ...context.profile, parameters } });
    const asked = server.received.map(({ body }) => body.get('audience'));
    expect(asked).toEqual(['calculator', 'calculator']);
  });
});

describe('the redirect URI', () => {
  it('is the same, byte for byte, in both requests', async () => {
    await run();
    const uri = server.authorizations[0]?.get('redirect_uri');
    expect(uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    expect(server.tokenRequests[0]?.body.getAll('redirect_uri')).toEqual([uri]);
  });
});

describe('scopes', () => {
  it('that were asked for are remembered, whatever was granted', async () => {
    server.behaviour.tokens = { scope: 'read' };
    const tokens = await run({ scopes: ['read', 'write'] });
    expect(tokens).toMatchObject({ scopes: ['read'], requestedScopes: ['read', 'write'] });
    expect(await refresh(tokens)).toMatchObject({ requestedScopes: ['read', 'write'] });
  });

  it('are left out where nobody knows any', async () => {
    expect((await run()).requestedScopes).toBeUndefined();
    expect(server.authorizations[0]?.has('scope')).toBe(false);
    expect(server.tokenRequests[0]?.body.has('scope')).toBe(false);
  });
});

describe('a refresh', () => {
  it('that is answered without scope and refresh token keeps the refresh token it has', async () => {
    server.behaviour.tokens = { scope: 'read' };
    const tokens = await run();
    server.behaviour.tokens = { refresh_token: undefined };
    const refreshed = await refresh(tokens);
    expect(refreshed.scopes).toBeNull();
    expect(refreshed.refreshToken).toBe(tokens.refreshToken);
    // And it can be used again.
    expect((await refresh(refreshed)).accessToken.reveal()).toBe('access-3-token');
  });

  it('sends the newest refresh token', async () => {
    const refreshed = await refresh(await run());
    await refresh(refreshed);
    const spent = server.tokenRequests.map(({ body }) => body.get('refresh_token'));
    expect(spent).toEqual([null, 'refresh-1-token', 'refresh-2-token']);
  });
});

describe('the answer to the browser', () => {
  const noTokenRequest = () => expect(server.tokenRequests).toEqual([]);
  const quick = { target: { timeoutMs: 300 } };

  it.each([
    ['no state', { code: 'x' }],
    ['a foreign state', { code: 'x', state: 'foreign' }],
    ['an error without our state', { error: 'access_denied' }],
  ])('with %s does not end the wait', async (_name, back) => {
    server.behaviour.redirect = () => back;
    expect(await failureOf(run({}, quick))).toMatchObject({ code: 'callback.state', exit: 7 });
    noTokenRequest();
  });

  it('with our state is taken after one with a foreign state', async () => {
    let first = true;
    server.behaviour.redirect = (_asked, good) => {
      const back = first ? { ...good, state: 'foreign' } : good;
      first = false;
      return back;
    };
    const open = async (url: string) => (await browse(url)) && (await browse(url));
    expect((await run({}, { person: { open } })).accessToken.reveal()).toBe('access-1-token');
  });

  it('is not waited for a second time with the same state', async () => {
    await run();
    await run();
    const [one, two] = server.authorizations.map((asked) => asked.get('state'));
    expect(one).not.toBe(two);
  });

  it.each([
    ['with the promised iss', (iss: string) => ({ iss }), true, 'oauth.access_denied'],
    ['without the iss that was promised', () => ({}), true, 'callback.iss_missing'],
    ['from nobody in particular', () => ({}), false, 'oauth.access_denied'],
    ['from another issuer', () => ({ iss: 'https://evil.example' }), true, 'callback.iss'],
    ['from another issuer, unannounced', () => ({ iss: 'https://evil.example' }), false, 'callback.iss'],
    ['from the issuer with a slash', (iss: string) => ({ iss: `${iss}/` }), true, 'callback.iss'],
  ] as const)('that says access_denied, %s', async (_name, more, advertised, code) => {
    server.behaviour.metadata = { authorization_response_iss_parameter_supported: advertised };
    server.behaviour.redirect = (asked) => ({
      error: 'access_denied',
      error_description: 'call 555 to sign in',
      state: asked.get('state') ?? '',
      ...more(server.origin),
    });
    const error = await failureOf(run());
    expect(error).toMatchObject({ code });
    // Another issuer's words are nobody's words.
    const words = `${String(error)} ${JSON.stringify(error)}`;
    expect(words.includes('555')).toBe(code === 'oauth.access_denied');
    noTokenRequest();
  });

  it.each([
    ['advertised and right', true, (iss: string) => iss, undefined],
    ['neither advertised nor sent', false, () => undefined, undefined],
    ['advertised and not sent', true, () => undefined, 'callback.iss_missing'],
    ['advertised and another', true, () => 'https://evil.example', 'callback.iss'],
    ['not advertised and another', false, () => 'https://evil.example', 'callback.iss'],
    ['the issuer with a slash', true, (iss: string) => `${iss}/`, 'callback.iss'],
    ['empty', false, () => '', 'callback.iss'],
  ] as const)('has an iss that is %s (RFC 9207 §2.4)', async (_name, advertised, iss, code) => {
    server.behaviour.metadata = { authorization_response_iss_parameter_supported: advertised };
    server.behaviour.redirect = (_asked, { iss: _iss, ...good }) => {
      const value = iss(server.origin);
      return { ...good, ...(value === undefined ? {} : { iss: value }) } as Record<string, string>;
    };
    if (code === undefined) {
      await run();
      return;
    }
    expect(await failureOf(run())).toMatchObject({ code, exit: 7 });
    noTokenRequest();
  });
});

describe('a token endpoint', () => {
  it('that answers 401 with a challenge has refused the client', async () => {
    server.behaviour.onCode = () => server.clients.clear();
    expect(await failureOf(run())).toMatchObject({
      code: 'oauth.invalid_client',
      exit: 3,
      provider: { error: 'invalid_client', status: 401 },
    });
  });

  it('that does not know the code verifier gives no token, and is not asked twice', async () => {
    const open = (url: string) => {
      const other = new URL(url);
      other.searchParams.set('code_challenge', 'x'.repeat(43));
      return browse(other.href);
    };
    expect(await failureOf(run({}, { person: { open } }))).toMatchObject({ code: 'oauth.invalid_grant' });
    expect(server.tokenRequests).toHaveLength(1);
  });
});

describe('an endpoint of revision 2025-03-26', () => {
  const bare = () => {
    const { code_challenge_methods_supported: _, ...metadata } = server.metadata;
    return metadata;
  };

  it.each(['metadata', 'paths'] as const)(
    'need not publish PKCE methods, and PKCE is done (%s)',
    async (legacyFallback) => {
      await run({}, { metadata: bare(), discovery: { legacyFallback } });
      expect(server.authorizations[0]?.get('code_challenge_method')).toBe('S256');
      expect(server.tokenRequests[0]?.body.get('code_verifier')).toHaveLength(43);
    },
  );

  it('may not publish others only', async () => {
    const metadata = { ...bare(), code_challenge_methods_supported: ['plain'] };
    const parts = { metadata, discovery: { legacyFallback: 'metadata' } } as const;
    expect(await failureOf(run({}, parts))).toMatchObject({ code: 'pkce.unsupported' });
  });

  it('registers a client at the default path', async () => {
    const metadata = { ...bare(), token_endpoint_auth_methods_supported: ['none'] };
    const context = contextWith({}, { metadata, discovery: { legacyFallback: 'paths' } });
    const { clientId: _, ...request } = context.request;
    expect((await flowNamed('authorization_code').run({ ...context, request })).clientId).toMatch(
      /^client-1/,
    );
  });
});

describe('DPoP', () => {
  it('binds the code to the key, and proves it at the token endpoint and when refreshing', async () => {
    server.behaviour.tokens = { token_type: 'DPoP' };
    const tokens = await run({ dpop: true });
    expect(server.authorizations[0]?.get('dpop_jkt')).toBe(tokens.proof?.thumbprint);
    const refreshed = await refresh(tokens);
    expect(refreshed.proof?.thumbprint).toBe(tokens.proof?.thumbprint);
    expect(server.tokenRequests.map(({ headers }) => typeof headers.dpop)).toEqual(['string', 'string']);
  });

  it('proves its key in the device grant', async () => {
    server.behaviour.tokens = { token_type: 'DPoP' };
    expect((await run({ flow: 'device_code', dpop: true })).proof).toBeDefined();
    expect(server.tokenRequests[0]?.headers.dpop).toMatch(/^ey/);
  });
});
