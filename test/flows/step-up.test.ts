import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flowNamed } from '../../src/flows/index.ts';
import { createRegistrations } from '../../src/flows/registrations.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import type { FlowRequest, Http, TokenSet } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { browse, type RegisteringServer, startRegisteringServer } from './registering-server.ts';
import { type ContextParts, contextOf, failureOf, located } from './world.ts';

/** What becomes of client, refresh and resource when an endpoint wants more scopes than before. */
let server: RegisteringServer;
let http: Http;
let closeHttp: () => Promise<void>;
let registrations: ReturnType<typeof createRegistrations>;
beforeEach(async () => {
  server = await startRegisteringServer();
  ({ http, close: closeHttp } = openHttp());
  registrations = createRegistrations();
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

const contextWith = (request: Partial<FlowRequest>, parts: Partial<ContextParts> = {}) =>
  contextOf({
    http,
    request: { flow: 'authorization_code', ...request },
    metadata: server.metadata,
    registrations,
    ...parts,
    person: { open: browse },
  });
const run = (request: Partial<FlowRequest> = {}, parts?: Partial<ContextParts>): Promise<TokenSet> =>
  flowNamed(request.flow ?? 'authorization_code').run(contextWith(request, parts));

describe('the client that was registered on request', () => {
  it('is used for more scopes, too, where its registration names none (RFC 7591 §3.2.1)', async () => {
    server.behaviour.registered = { scope: undefined };
    const before = await run({ scopes: ['read'] });
    const after = await run({ scopes: ['read', 'write'] });
    expect(after.clientId).toBe(before.clientId);
    expect(server.registrations.map(({ scope }) => scope)).toEqual(['read']);
    expect(server.authorizations.map((sent) => sent.get('scope'))).toEqual(['read', 'read write']);
  });

  it('is used for the scopes that the server added', async () => {
    server.behaviour.registered = { scope: 'read write' };
    await run({ scopes: ['read'] });
    await run({ scopes: ['write'] });
    expect(server.registrations).toHaveLength(1);
  });

  it('is not registered again and again by a server that registers less than was asked for', async () => {
    server.behaviour.registered = { scope: 'read' };
    await run({ scopes: ['read', 'write'] });
    await run({ scopes: ['read', 'write'] });
    expect(server.registrations).toHaveLength(1);
  });

  it('is registered once for two that want it at the same time', async () => {
    const device = { flow: 'device_code', scopes: ['read'] };
    const [one, two] = await Promise.all([run(device), run(device)]);
    expect(one.clientId).toBe(two.clientId);
    expect(server.registrations).toHaveLength(1);
  });

  it('is tried for anew after a refusal that the other one met', async () => {
    let refusals = 1;
    server.behaviour.register = () => (refusals-- > 0 ? { status: 500, body: '' } : undefined);
    const device = { flow: 'device_code' };
    const [one, two] = await Promise.allSettled([run(device), run(device)]);
    expect([one.status, two.status]).toEqual(['rejected', 'fulfilled']);
  });
});

describe('a client that was registered just now', () => {
  it('and is refused at once is not registered a second time', async () => {
    server.behaviour.onCode = () => server.clients.clear();
    expect(await failureOf(run())).toMatchObject({ code: 'oauth.invalid_client' });
    expect(server.registrations).toHaveLength(1);
    expect(server.tokenRequests).toHaveLength(1);
  });
});

describe('a refresh', () => {
  const earlierOf = (tokens: TokenSet, request: Partial<FlowRequest> = {}) => [
    { request: { flow: 'authorization_code', ...request }, tokens },
  ];
  const refreshed = async (earlier: ReturnType<typeof earlierOf>, request: Partial<FlowRequest> = {}) => {
    const context = contextWith({ flow: 'refresh_token', ...request }, { earlier });
    const scopes = () => ['of the profile'];
    const profile = { ...context.profile, scopesOnRefresh: true, scopes };
    await flowNamed('refresh_token').run({ ...context, profile });
    return server.tokenRequests.at(-1)?.body.get('scope');
  };

  it.each([
    ['what the tokens were asked for with', ['read', 'write'], { scopes: ['read'] }, {}, 'read write'],
    ['what the settings said', undefined, { scopes: ['read'] }, {}, 'read'],
    ['what the profile says', undefined, {}, {}, 'of the profile'],
    ['what it is told', ['read', 'write'], {}, { scopes: ['read'] }, 'read'],
  ])('repeats, where the provider wants scopes, %s', async (_name, requestedScopes, first, second, scope) => {
    const { requestedScopes: _asked, ...tokens } = await run({ scopes: ['read'] });
    const brought = requestedScopes === undefined ? tokens : { ...tokens, requestedScopes };
    expect(await refreshed(earlierOf(brought, first), second)).toBe(scope);
  });
});

describe('the resource of another origin', () => {
  const ELSEWHERE = 'https://orders.example.com/mcp';
  const discovery = { protectedResourceMetadata: located({ resource: ELSEWHERE }) };
  const request = { scopes: [`${ELSEWHERE}/write`] };

  it('is not bought for because the endpoint named scopes of it, too', async () => {
    const target = { flows: [{ flow: 'authorization_code' }] };
    expect(await failureOf(run(request, { discovery, target }))).toMatchObject({
      code: 'prm.resource_mismatch',
    });
    expect(server.received).toEqual([]);
  });

  it('is, where the settings name scopes of it', async () => {
    await run(request, { discovery });
    expect(server.authorizations[0]?.get('resource')).toBe(ELSEWHERE);
  });
});

describe('a refused revocation', () => {
  it('is told in the server’s words', async () => {
    const { revokeRefreshToken } = await import('../../src/flows/revoke.ts');
    server.behaviour.metadata = { revocation_endpoint: `${server.origin}/token` };
    const context = contextWith({});
    const { refreshToken = http.vault.keep(''), clientId } =
      await flowNamed('authorization_code').run(context);
    const error = await failureOf(revokeRefreshToken(contextWith({}), refreshToken, `not-${clientId}`));
    expect(error).toMatchObject({ code: 'oauth.invalid_client', exit: 3 });
  });
});

describe('parameters that only the provider knows', () => {
  it('are not left out of the device grant by msal-node, which cannot send them', async () => {
    const context = contextWith({ flow: 'device_code', clientId: 'mine', library: 'msal' });
    const profile = { ...profileNamed('generic'), parameters: () => ({ audience: 'calculator' }) };
    expect(await failureOf(flowNamed('device_code').run({ ...context, profile }))).toMatchObject({
      code: 'config.library',
      exit: 2,
      message: expect.stringContaining('audience'),
    });
    expect(server.received).toEqual([]);
  });
});
