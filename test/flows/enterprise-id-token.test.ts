import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowRequest } from '../../src/types.ts';
import { everythingIn, referenceTo } from './assertion-world.ts';
import { CLIENT, type EnterpriseWorld, enterpriseWorld, IDP_CLIENT } from './enterprise-world.ts';
import { failureOf, located } from './world.ts';

let world: EnterpriseWorld;
beforeEach(async () => {
  world = await enterpriseWorld();
});
afterEach(async () => {
  await world.close();
});

describe('an ID token is not sent', () => {
  it.each([
    ['that has expired', { exp: 1_000_000 }, 'credential.id_token_expired', 'expired at 1970-01-12'],
    ['for another client', { aud: CLIENT }, 'credential.id_token_audience', `is for "${CLIENT}"`],
    ['for nobody', { aud: [] }, 'credential.id_token_audience', 'is for none'],
  ])('%s', async (_name, claims, code, said) => {
    const failure = await failureOf(world.run({ claims }));
    expect(failure).toMatchObject({ name: 'UsageError', code, exit: 2, hint: expect.any(String) });
    expect(failure).toHaveProperty('message', expect.stringMatching(new RegExp(`${said}.*Nothing was sent`)));
    expect(world.asked()).toEqual([0, 0]);
  });

  it.each([
    ['an access token', () => 'an-opaque-access-token'],
    ['an encrypted token', () => 'eyJhbGciOiJkaXIiLCJlbmMiOiJBMTI4R0NNIn0.a2V5.aXY.dGV4dA.dGFn'],
    ['an unsigned token', async () => (await world.idToken()).replace(/[^.]+$/, '')],
    ['a token in quotes', async () => `"${await world.idToken()}"`],
  ])('when it is %s', async (_name, read) => {
    const failure = await failureOf(world.run({ provider: { idToken: referenceTo(world.http, read) } }));
    expect(failure).toMatchObject({ code: 'credential.id_token', exit: 2 });
    expect(everythingIn(failure)).not.toContain(await read());
    expect(world.idp.received).toHaveLength(0);
  });

  it('for several clients of which ours is one is', async () => {
    await world.run({ claims: { aud: ['another-client', IDP_CLIENT] } });
    expect(world.idp.received).toHaveLength(1);
  });

  it.each([
    ['http elsewhere', 'http://idp.example/token', 'endpoint.insecure', 7],
    ['a URL with a password', 'https://me:pw@idp.example/token', 'endpoint.insecure', 7],
    ['a URL with a fragment', 'https://idp.example/token#x', 'endpoint.insecure', 7],
    ['another scheme', 'ftp://idp.example/token', 'endpoint.insecure', 7],
    ['no URL', 'idp.example', 'config.idp_token_endpoint', 2],
  ])('to %s', async (_name, tokenEndpoint, code, exit) => {
    expect(await failureOf(world.run({ provider: { tokenEndpoint } }))).toMatchObject({ code, exit });
    expect(world.http.exchanges).toHaveLength(0);
  });

  it('when no issuer is pinned, or another one', async () => {
    for (const [issuer, code] of [
      [undefined, 'issuer.not_pinned'],
      ['https://pinned.example', 'issuer.mismatch'],
    ] as const) {
      const target = { issuer } as { issuer: string };
      expect(await failureOf(world.run({ parts: { target } }))).toMatchObject({ code, exit: 7 });
    }
    expect(world.http.exchanges).toHaveLength(0);
  });

  it('when the client’s key for the second step cannot be read', async () => {
    const privateKey = world.http.vault.keep('-----BEGIN NOTHING-----');
    const client = { clientId: CLIENT, credential: { kind: 'private_key', privateKey } } as const;
    expect(await failureOf(world.run({ client }))).toMatchObject({
      code: 'credential.unreadable_key',
      exit: 2,
    });
    expect(world.http.exchanges).toHaveLength(0);
  });

  it.each([
    [
      'an identity provider',
      { identityProvider: { tokenEndpoint: '', clientId: '' } },
      'config.identity_provider',
    ],
    ['a library that can do it', { library: 'msal' }, 'config.library'],
    ['a client id', { clientId: '' }, 'config.client_id'],
  ])('without %s', async (_name, request, code) => {
    const failure = await failureOf(world.run({ request: request as Partial<FlowRequest> }));
    expect(failure).toMatchObject({ code, exit: 2 });
    expect(world.http.exchanges).toHaveLength(0);
  });

  it('when the endpoint asks for a token for somebody else', async () => {
    const discovery = { protectedResourceMetadata: located({ resource: 'https://other.example/mcp' }) };
    expect(await failureOf(world.run({ parts: { discovery } }))).toMatchObject({
      code: 'prm.resource_mismatch',
      exit: 7,
    });
    expect(world.http.exchanges).toHaveLength(0);
  });
});
