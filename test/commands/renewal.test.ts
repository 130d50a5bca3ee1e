import { describe, expect, it } from 'vitest';
import { renewalOf } from '../../src/commands/renewal.ts';
import { TokenError } from '../../src/errors.ts';
import type { FlowStep } from '../../src/job.ts';
import { profileNamed } from '../../src/profiles/index.ts';
import { Secret } from '../../src/secret.ts';
import type { Challenge, Discovery, FlowRequest, TokenRefusal, TokenSet } from '../../src/types.ts';

const ISSUER = 'https://as.example.com';

describe('a token that a refresh of an earlier sign-in brought', () => {
  const signedIn = { request: { flow: 'authorization_code' }, tokens: tokens({}) };

  it('403: whoever signed in is asked for more, if somebody is there', async () => {
    const road = scripted({ flow: 'refresh_token' }, discovery(ISSUER), [signedIn]);
    const { renew } = road.start({ requestedScopes: ['read'] });

    await renew(refusal(403, { error: 'insufficient_scope', scope: 'write' }));

    expect(road.asked.map(({ request }) => [request.flow, request.scopes])).toEqual([
      ['authorization_code', ['read', 'write']],
    ]);
    expect(road.told).toEqual([
      expect.stringContaining('asked for more scopes (403); wanted were "read", "write"'),
    ]);
  });

  it('403 where nobody can sign in: the refusal stands', async () => {
    const road = scripted({ flow: 'refresh_token' }, discovery(ISSUER), [signedIn], [ISSUER], false);
    const { renew } = road.start({ requestedScopes: ['read'] });

    expect(await renew(refusal(403, { error: 'insufficient_scope', scope: 'write' }))).toBeUndefined();
    expect(road.asked).toEqual([]);
  });
});

describe('a token refused in the middle of a conversation', () => {
  it('401, and the endpoint moved: a client id that was given elsewhere does not go along', async () => {
    const road = scripted({ clientId: 'of-the-first' }, discovery('https://other.example.net'));
    const { renew } = road.start({});

    await expect(renew(refusal(401, {}))).rejects.toMatchObject({
      code: 'issuer.not_pinned',
      phase: 'session',
    });
    expect(road.asked).toEqual([]);
  });

  it('403, and the wider token could not be had: said with both reasons, and not asked for again', async () => {
    const road = scripted();
    const { renew, renewals } = road.start({ requestedScopes: ['read'] }, refused);

    const error = await renew(refusal(403, { scope: 'write' })).catch((caught: unknown) => caught);
    const second = await renew(refusal(403, { scope: 'write' }));

    expect(error).toMatchObject({
      code: 'oauth.access_denied',
      hint: 'Ask for less.',
      exchanges: [3],
      exit: 3,
    });
    expect(String(error)).toContain('The person said no. This was after the endpoint asked for more scopes');
    expect(String(error)).toContain('"read", "write"');
    expect(second).toBeUndefined();
    expect(road.asked).toHaveLength(1);
    expect(renewals).toEqual([]);
  });

  it('401, and nobody signed in again: the browser is not opened a second time, in no session', async () => {
    const road = scripted();
    const { renew } = road.start({}, refused);

    await expect(renew(refusal(401, {}))).rejects.toThrow('refused the token that it had taken before (401)');
    expect(await renew(refusal(401, {}))).toBeUndefined();
    expect(road.asked).toHaveLength(1);
  });

  it('401 while the metadata is out of reach: no move, and what was known is used', async () => {
    const nothing = { ...discovery(ISSUER), issuer: null, authorizationServers: [] };
    const road = scripted({}, { ...nothing, authorizationServerMetadata: null });
    const { renew, renewals } = road.start({ refreshToken: new Secret('refresh-one') });

    await renew(refusal(401, {}));

    expect(renewals.map(({ why }) => why)).toEqual(['expired']);
    expect(road.asked.map(({ request, discovery: { issuer } }) => [request.flow, issuer])).toEqual([
      ['refresh_token', ISSUER],
    ]);
    expect(road.asked[0]?.discovery.authorizationServerMetadata).not.toBeNull();
  });

  it('401 for a refreshed token, and the endpoint moved: starts anew there, as the first token came', async () => {
    const first = { request: { flow: 'authorization_code', port: 8400 }, tokens: tokens({}) };
    const refreshed = { request: { flow: 'refresh_token' }, tokens: tokens({}) };
    const road = scripted({ flow: 'refresh_token' }, discovery('https://other.example.net'), [
      first,
      refreshed,
    ]);
    const { renew } = road.start({ refreshToken: new Secret('refresh-one') });

    await renew(refusal(401, {}));

    expect(road.asked.map(({ request, earlier }) => [request, earlier])).toEqual([[first.request, []]]);
  });

  it('401 and the server in use is no longer named: the other one is used', async () => {
    const other = 'https://other.example.net';
    const road = scripted({}, discovery(other), [], [ISSUER, other]);
    const { renew, renewals } = road.start({});

    await renew(refusal(401, {}));

    expect(renewals.map(({ why, found }) => [why, found?.discovery.issuer])).toEqual([['moved', other]]);
  });

  it('403 with insufficient_scope: asked again for the union of what it had and what is wanted', async () => {
    const road = scripted();
    const { renew, renewals } = road.start({ requestedScopes: ['read'] });

    await renew(refusal(403, { error: 'insufficient_scope', scope: 'write' }));

    expect(road.asked.map(({ request }) => request.scopes)).toEqual([['read', 'write']]);
    expect(renewals.map(({ why }) => why)).toEqual(['scope']);
  });

  it('403 for one scope after the other: nothing that it had is lost', async () => {
    const road = scripted();
    const { renew } = road.start({ requestedScopes: ['read'] });

    await renew(refusal(403, { scope: 'write' }));
    await renew(refusal(403, { scope: 'delete' }));

    expect(road.asked.map(({ request }) => request.scopes)).toEqual([
      ['read', 'write'],
      ['read', 'write', 'delete'],
    ]);
  });

  it('403 after the endpoint moved: asked for where it is now', async () => {
    const road = scripted({}, discovery('https://other.example.net'));
    const { renew } = road.start({});

    await renew(refusal(401, {}));
    await renew(refusal(403, { scope: 'write' }));

    expect(road.asked.map(({ discovery: { issuer } }) => issuer)).toEqual([
      'https://other.example.net',
      'https://other.example.net',
    ]);
  });

  it('403 again for the same scope: nothing more is asked for, the refusal stands', async () => {
    const road = scripted();
    const { renew } = road.start({ requestedScopes: ['read'] });

    await renew(refusal(403, { error: 'insufficient_scope', scope: 'write' }));
    const second = await renew(refusal(403, { error: 'insufficient_scope', scope: 'write' }));

    expect(second).toBeUndefined();
    expect(road.asked).toHaveLength(1);
  });

  it.each([
    ['names no scope', {}, {}],
    ['the scopes were given literally', { scopes: ['read'] }, { scope: 'write' }],
    ['the token came by a refresh, which cannot widen it', { flow: 'refresh_token' }, { scope: 'write' }],
    ['the token was brought along', { flow: 'bearer' }, { scope: 'write' }],
  ] as const)('403 and %s: the refusal stands', async (_title, request, parameters) => {
    const road = scripted(request);
    const { renew } = road.start({ requestedScopes: ['read'] });

    expect(await renew(refusal(403, { error: 'insufficient_scope', ...parameters }))).toBeUndefined();
    expect(road.asked).toEqual([]);
  });

  it('401 for a token that was never let in: the refusal stands', async () => {
    const road = scripted();
    const { renew } = road.start({});

    expect(await renew({ ...refusal(401, {}), wasAccepted: false })).toBeUndefined();
    expect(road.asked).toEqual([]);
  });

  it('401 for a token that was good before: refreshed once', async () => {
    const road = scripted();
    const { renew, renewals } = road.start({ refreshToken: new Secret('refresh-one') });

    await renew(refusal(401, { error: 'invalid_token' }));
    const second = await renew(refusal(401, { error: 'invalid_token' }));

    expect(road.asked.map(({ request }) => request.flow)).toEqual(['refresh_token']);
    expect(road.asked[0]?.earlier.at(-1)?.tokens.refreshToken?.reveal()).toBe('refresh-one');
    expect(renewals.map(({ why }) => why)).toEqual(['expired']);
    expect(second).toBeUndefined();
  });

  it('401 without a refresh token: the same flow again, for the scopes it had', async () => {
    const road = scripted();
    const { renew } = road.start({ requestedScopes: ['read', 'write'] });

    await renew(refusal(401, { error: 'invalid_token' }));

    expect(road.asked.map(({ request }) => [request.flow, request.scopes])).toEqual([
      ['authorization_code', ['read', 'write']],
    ]);
  });

  it('401 and the endpoint names another authorization server: starts anew there, nothing follows', async () => {
    const road = scripted({}, discovery('https://other.example.net'));
    const { renew, renewals } = road.start({ refreshToken: new Secret('refresh-one') });

    await renew(refusal(401, { error: 'invalid_token' }));

    expect(
      road.asked.map(({ request, discovery: { issuer }, earlier }) => [request.flow, issuer, earlier]),
    ).toEqual([['authorization_code', 'https://other.example.net', []]]);
    expect(renewals.map(({ why, found }) => [why, found?.discovery.issuer])).toEqual([
      ['moved', 'https://other.example.net'],
    ]);
  });

  it('401, pinned issuer, and the endpoint names another: left to the pinning, with nothing carried over', async () => {
    const moved = { ...discovery(ISSUER), authorizationServers: ['https://other.example.net'] };
    const road = scripted({}, moved);
    const { renew } = road.start({ refreshToken: new Secret('refresh-one') });

    await renew(refusal(401, { error: 'invalid_token' }));

    expect(road.asked.map(({ discovery: found, earlier }) => [found.authorizationServers, earlier])).toEqual([
      [['https://other.example.net'], []],
    ]);
  });
});

const refused = new TokenError('oauth.access_denied', 'The person said no.', {
  hint: 'Ask for less.',
  exchanges: [3],
});

function scripted(
  request: Partial<FlowRequest> = {},
  later: Discovery = discovery(ISSUER),
  earlier: FlowStep['earlier'] = [],
  named: readonly string[] = [ISSUER],
  personPresent = true,
) {
  const asked: FlowStep[] = [];
  const told: string[] = [];
  const profile = profileNamed('generic');
  const step = {
    target: { name: 'one', url: 'https://mcp.example.com/mcp' },
    request: { flow: 'authorization_code', ...request },
    discovery: { ...discovery(ISSUER), authorizationServers: named },
    profile,
    earlier,
  } as unknown as FlowStep;
  const means = (error: Error | undefined) => ({
    personPresent,
    tell: (message: string) => void told.push(message),
    obtain: async (next: FlowStep) => {
      asked.push(next);
      if (error !== undefined) throw error;
      const scopes = next.request.scopes;
      return tokens(scopes === undefined ? {} : { requestedScopes: scopes });
    },
    read: async () => ({ format: 'opaque' }) as never,
    rediscover: async () => ({ discovery: later, profile }),
  });
  return {
    asked,
    told,
    start: (first: Partial<TokenSet>, error?: Error) => renewalOf(step, tokens(first), means(error)),
  };
}

function tokens(more: Partial<TokenSet>): TokenSet {
  return {
    accessToken: new Secret('access'),
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: null,
    library: 'openid-client',
    exchanges: [],
    ...more,
  };
}

function discovery(issuer: string): Discovery {
  return {
    answers: [],
    challenge: null,
    protectedResourceMetadata: null,
    protectedResourceTried: [],
    issuer,
    authorizationServers: [issuer],
    authorizationServerMetadata: { url: `${issuer}/metadata`, document: { issuer }, exchange: 1, tried: [] },
    authorizationServerTried: [],
    resource: null,
    notes: [],
  };
}

function refusal(status: 401 | 403, parameters: Challenge['parameters']): TokenRefusal {
  return { status, challenge: { scheme: 'Bearer', parameters }, wasAccepted: true, exchange: 1 };
}
