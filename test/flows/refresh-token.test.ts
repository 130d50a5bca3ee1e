import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/errors.ts';
import { authorizationCode } from '../../src/flows/authorization-code.ts';
import type { FlowContext } from '../../src/flows/flow.ts';
import { refreshToken } from '../../src/flows/refresh-token.ts';
import type { FlowRequest } from '../../src/types.ts';
import { type EntraWorld, entraWorld, failureOf } from './world.ts';

const LIBRARIES = ['msal', 'openid-client'] as const;
const REFRESH: FlowRequest = { flow: 'refresh_token' };

let world: EntraWorld;
beforeEach(async () => {
  world = await entraWorld();
});
afterEach(async () => {
  await world.close();
});

async function signedIn(library: string): Promise<FlowContext['earlier']> {
  const clientId = world.entra.directory.applicationNamed('Calculator Person Client').appId;
  const request = { flow: 'authorization_code', clientId, library };
  return [{ request, tokens: await authorizationCode.run(world.context(request)) }];
}

describe.each(LIBRARIES)('refresh_token at Entra ID by %s', (library) => {
  it('brings a new access token and the next refresh token, for the same API', async () => {
    const earlier = await signedIn(library);
    const tokens = await refreshToken.run(world.context(REFRESH, { earlier }));
    expect(tokens.library).toBe(library);
    expect(decodeJwt(tokens.accessToken.reveal()).aud).toBe(world.api);
    expect(tokens.accessToken.reveal()).not.toBe(earlier[0]?.tokens.accessToken.reveal());
    expect(tokens.refreshToken?.reveal()).not.toBe(earlier[0]?.tokens.refreshToken?.reveal());
    expect(tokens.exchanges).toHaveLength(1);
  });

  it('says that the session was revoked', async () => {
    const earlier = await signedIn(library);
    world.entra.directory.revokeSessions(world.entra.directory.users[0]?.userPrincipalName ?? '');
    expect(await failureOf(refreshToken.run(world.context(REFRESH, { earlier })))).toMatchObject({
      code: 'oauth.invalid_grant',
      provider: { aadsts: 50_173, suberror: 'bad_token', status: 400 },
    });
  });

  it('hands on the claims challenge of a conditional access policy', async () => {
    const earlier = await signedIn(library);
    world.entra.directory.applicationNamed('Calculator API').conditionalAccess = 'mfa';
    const error = await failureOf(refreshToken.run(world.context(REFRESH, { earlier })));
    expect(error).toMatchObject({ code: 'oauth.invalid_grant', provider: { aadsts: 50_076 } });
  });

  it('says that the token may be spent when the answer is lost', async () => {
    const earlier = await signedIn(library);
    const lost = new NetworkError('timeout.exchange', 'The exchange took too long.');
    const http = { ...world.http, send: () => Promise.reject(lost) };
    expect(await failureOf(refreshToken.run(world.context(REFRESH, { earlier, http })))).toMatchObject({
      code: 'refresh.no_answer',
      hint: expect.stringContaining('spent'),
      cause: lost,
    });
  });

  it.each(['tcp.reset', 'http.truncated', 'limit.body_bytes', 'timeout.headers'])(
    'says so too when the answer ended in %s',
    async (code) => {
      const earlier = await signedIn(library);
      const http = { ...world.http, send: () => Promise.reject(new NetworkError(code, 'It broke off.')) };
      const error = await failureOf(refreshToken.run(world.context(REFRESH, { earlier, http })));
      expect(error).toMatchObject({ code: 'refresh.no_answer', hint: expect.stringContaining('spent') });
    },
  );

  it.each([
    ['a page', 200, 'token.invalid'],
    ['a gateway’s error', 502, 'unavailable'],
  ])('says that the token may be spent when %s came instead of an answer', async (_what, status, code) => {
    const earlier = await signedIn(library);
    const send: typeof world.http.send = async (request) => ({
      ...(await world.http.send(request)),
      status,
      body: '<!doctype html>',
    });
    const http = { ...world.http, send };
    expect(await failureOf(refreshToken.run(world.context(REFRESH, { earlier, http })))).toMatchObject({
      code,
      message: expect.stringContaining('may be spent'),
    });
  });

  it('keeps the network’s own error when nothing was sent', async () => {
    const earlier = await signedIn(library);
    const refused = new NetworkError('tcp.refused', 'Nobody listens.');
    const http = { ...world.http, send: () => Promise.reject(refused) };
    expect(await failureOf(refreshToken.run(world.context(REFRESH, { earlier, http })))).toBe(refused);
  });
});

describe('a refresh token', () => {
  it('must have been brought by an earlier flow', async () => {
    expect(await failureOf(refreshToken.run(world.context(REFRESH)))).toMatchObject({
      code: 'refresh.absent',
      hint: expect.stringContaining('offline_access'),
    });
  });

  it('needs consent that was given', async () => {
    const earlier = await signedIn('openid-client');
    world.entra.directory.oauth2PermissionGrants.splice(0);
    expect(await failureOf(refreshToken.run(world.context(REFRESH, { earlier })))).toMatchObject({
      code: 'oauth.invalid_grant',
      provider: { aadsts: 65_001, suberror: 'consent_required' },
    });
  });

  it('that was kept from another run goes to a pinned issuer only', async () => {
    const [before] = await signedIn('openid-client');
    const kept = world.http.vault.keep(before?.tokens.refreshToken?.reveal() ?? '');
    const earlier =
      before === undefined ? [] : [{ ...before, tokens: { ...before.tokens, refreshToken: kept } }];
    const pinned = world.context(REFRESH, { earlier });
    const { tenant: _tenant, ...target } = pinned.target;
    const count = world.entra.requests().length;
    expect(await failureOf(refreshToken.run({ ...pinned, target }))).toMatchObject({
      code: 'issuer.not_pinned',
      exit: 7,
    });
    expect(world.entra.requests()).toHaveLength(count);
    await refreshToken.run(pinned);
  });

  it('does not follow the endpoint to another issuer', async () => {
    const earlier = await signedIn('openid-client');
    const thief = 'https://thief.example';
    const pinned = world.context(REFRESH, {
      earlier,
      metadata: { issuer: thief, token_endpoint: `${thief}/token` },
    });
    const { tenant: _tenant, ...target } = pinned.target;
    expect(await failureOf(refreshToken.run({ ...pinned, target }))).toMatchObject({
      code: 'issuer.mismatch',
    });
  });
});
