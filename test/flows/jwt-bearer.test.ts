import { createPublicKey } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flowNamed } from '../../src/flows/index.ts';
import type { FlowRequest } from '../../src/types.ts';
import { judging, referenceTo } from './assertion-world.ts';
import { JWT_BEARER, type WorkloadWorld, workloadWorld } from './jwt-bearer-world.ts';
import { rsaKey } from './rsa-key.ts';
import { reply, startSmallServer } from './small-server.ts';
import { contextOf, failureOf, located } from './world.ts';

let world: WorkloadWorld;
beforeEach(async () => {
  world = await workloadWorld();
});
afterEach(async () => {
  await world.close();
});

describe('jwt_bearer', () => {
  it('brings a token for an assertion alone: no client id, no client authentication', async () => {
    const tokens = await world.run({ scopes: ['mcp:read'] });
    expect(tokens.accessToken.reveal()).toBe('token-of-the-workload');
    expect(tokens).toMatchObject({
      library: 'openid-client',
      tokenType: 'Bearer',
      requestedScopes: ['mcp:read'],
    });
    expect(tokens.clientId).toBeUndefined();
    expect(tokens.exchanges).toHaveLength(1);
    const [sent] = world.server.received;
    expect(sent?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(sent?.body ?? [])).toEqual({
      grant_type: JWT_BEARER,
      assertion: expect.stringMatching(/^ey/),
      scope: 'mcp:read',
      resource: 'https://calculator.example.com/mcp',
    });
  });

  it('asks for the resource byte for byte as it is published, and for none with --no-resource', async () => {
    const resource = 'HTTPS://Calculator.Example.com:443/mcp';
    await world.run({}, { discovery: { protectedResourceMetadata: located({ resource }) } });
    await world.run({}, { target: { resource: false } });
    expect(world.server.received.map(({ body }) => body.get('resource'))).toEqual([resource, null]);
  });

  it('asks for no offline_access, because there is no session to keep, unless it is named', async () => {
    judging(world.server, () => Promise.resolve({ access_token: 'any-access-token', token_type: 'Bearer' }));
    const offering = {
      metadata: { ...world.server.metadata, scopes_supported: ['mcp:read', 'offline_access'] },
    };
    const discovery = {
      protectedResourceMetadata: located({ scopes_supported: ['mcp:read'] }),
      authorizationServerMetadata: located(offering.metadata),
    };
    await world.run({}, { ...offering, discovery });
    await world.run({ scopes: ['offline_access'] }, offering);
    expect(world.server.received.map(({ body }) => body.get('scope'))).toEqual([
      'mcp:read',
      'offline_access',
    ]);
  });

  it('fetches the assertion at every use', async () => {
    await world.run();
    await world.run();
    expect(world.reads()).toBe(2);
  });

  it('authenticates a client that has a secret', async () => {
    const secret = world.http.vault.keep('s3cret-of-the-workload');
    const credential = { kind: 'secret', secret, method: 'client_secret_basic' } as const;
    const tokens = await world.run({ clientId: 'me', credential });
    expect(tokens.clientId).toBe('me');
    const basic = Buffer.from('me:s3cret-of-the-workload').toString('base64');
    expect(world.server.received[0]?.headers.authorization).toBe(`Basic ${basic}`);
  });

  it('authenticates a client that has a key', async () => {
    const key = await rsaKey();
    await world.run({
      clientId: 'me',
      credential: { kind: 'private_key', privateKey: world.http.vault.keep(key) },
    });
    const { body } = world.server.received[0] ?? {};
    const claims = { issuer: 'me', subject: 'me', audience: world.server.origin };
    const { payload } = await jwtVerify(body?.get('client_assertion') ?? '', createPublicKey(key), claims);
    expect(payload.jti).toEqual(expect.any(String));
    expect(body?.get('assertion')).not.toBe(body?.get('client_assertion'));
  });

  it('names a public client', async () => {
    expect((await world.run({ clientId: 'me' })).clientId).toBe('me');
    expect(world.server.received[0]?.body.get('client_id')).toBe('me');
  });

  it('shows a key when the token is to be bound to it', async () => {
    judging(world.server, () =>
      Promise.resolve({ access_token: 'a-bound-access-token', token_type: 'DPoP' }),
    );
    const tokens = await world.run({ dpop: true });
    expect(tokens).toMatchObject({ tokenType: 'DPoP', proof: { thumbprint: expect.any(String) } });
    expect(world.server.received[0]?.headers.dpop).toMatch(/^ey/);
  });
});

describe('an assertion stays here', () => {
  it('when no issuer is pinned', async () => {
    const failure = await failureOf(world.run({}, { target: { issuer: undefined as never } }));
    expect(failure).toMatchObject({ code: 'issuer.not_pinned', exit: 7 });
    expect(world.server.received).toHaveLength(0);
    expect(world.reads()).toBe(0);
  });

  it('when another issuer is pinned than the one found', async () => {
    const target = { issuer: 'https://pinned.example' };
    expect(await failureOf(world.run({}, { target }))).toMatchObject({ code: 'issuer.mismatch', exit: 7 });
    expect(world.server.received).toHaveLength(0);
  });

  it('when the endpoint asks for a token for somebody else', async () => {
    const discovery = { protectedResourceMetadata: located({ resource: 'https://other.example/mcp' }) };
    expect(await failureOf(world.run({}, { discovery }))).toMatchObject({
      code: 'prm.resource_mismatch',
      exit: 7,
    });
    expect(world.server.received).toHaveLength(0);
  });

  it('when the server redirects', async () => {
    const other = await startSmallServer();
    try {
      world.server.answer = (_request, response) =>
        reply(response, 307, '', { Location: `${other.origin}/token` });
      expect(await failureOf(world.run())).toMatchObject({ code: 'redirect.credentialed', exit: 7 });
      expect(other.received).toHaveLength(0);
    } finally {
      await other.close();
    }
  });

  it.each([
    ['there is none', { assertion: false }, 'credential.missing'],
    ['msal is asked for, which has no such grant', { library: 'msal' }, 'config.library'],
    ['there is no such library', { library: 'adal' }, 'config.library'],
    ['a credential comes without a client id', { credential: 'secret' }, 'config.client_id'],
  ])('when %s', async (_name, { assertion: source = true, credential, ...more }: Settings, code) => {
    const secret = { kind: 'secret', secret: world.http.vault.keep('s3cret-of-nobody') } as const;
    const request: FlowRequest = {
      flow: 'jwt_bearer',
      ...(source === true ? { assertion: referenceTo(world.http, world.assertion) } : {}),
      ...(credential === undefined ? {} : { credential: secret }),
      ...more,
    };
    const target = { issuer: world.server.origin };
    const context = contextOf({ http: world.http, request, metadata: world.server.metadata, target });
    expect(await failureOf(flowNamed('jwt_bearer').run(context))).toMatchObject({ code, exit: 2 });
    expect(world.server.received).toHaveLength(0);
  });
});

interface Settings {
  readonly assertion?: boolean;
  readonly credential?: string;
  readonly library?: string;
}
