import { randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { calculateJwkThumbprint, decodeJwt, EmbeddedJWK, exportJWK, generateKeyPair, jwtVerify } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientCredentials } from '../../src/flows/client-credentials.ts';
import { pinnedServer } from '../../src/flows/pinning.ts';
import { proofFor, proofParameters } from '../../src/flows/proof-of-possession.ts';
import { createProof } from '../../src/token/index.ts';
import type { AuthorizationServerMetadata, Credential, FlowRequest, Http } from '../../src/types.ts';
import { clientKey } from './client-keys.ts';
import { openHttp } from './open-http.ts';
import { type Received, reply, type SmallServer, startSmallServer } from './small-server.ts';
import { contextOf, failureOf } from './world.ts';

const RESOURCE = 'https://calculator.example.com/mcp';
const BOUND = { access_token: 'a-bound-token', token_type: 'DPoP' };

let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(() => {
  ({ http, close: closeHttp } = openHttp());
});
afterEach(async () => {
  await closeHttp();
});

const secret = (): Credential => ({ kind: 'secret', secret: http.vault.keep('s3cret-of-the-machine') });
const request = (more: Partial<FlowRequest> = {}): FlowRequest => ({
  flow: 'client_credentials',
  clientId: 'machine',
  credential: secret(),
  scopes: ['calculator.add'],
  dpop: true,
  ...more,
});

describe('a token bound to a key by oidc-provider', () => {
  let server: Server;
  let issuer: string;
  beforeEach(async () => {
    server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  });

  async function start(nonces: boolean): Promise<AuthorizationServerMetadata> {
    const { default: Provider } = await import('oidc-provider');
    const { privateKey } = await generateKeyPair('RS256', { extractable: true });
    const oidc = new Provider(issuer, {
      jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
      cookies: { keys: ['a key for cookies of this test'] },
      clients: [
        {
          client_id: 'machine',
          client_secret: 's3cret-of-the-machine',
          grant_types: ['client_credentials'],
          redirect_uris: [],
          response_types: [],
        },
      ],
      scopes: ['calculator.add'],
      issueRefreshToken: () => false,
      features: {
        clientCredentials: { enabled: true },
        deviceFlow: { enabled: false },
        dPoP: {
          enabled: true,
          ...(nonces ? { nonceSecret: randomBytes(32), requireNonce: () => true } : {}),
        },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: 'calculator.add',
            audience: RESOURCE,
            accessTokenFormat: 'jwt',
          }),
        },
      },
    });
    server.on('request', oidc.callback());
    const answer = await http.send({
      method: 'GET',
      url: `${issuer}/.well-known/openid-configuration`,
      purpose: 'metadata',
      phase: 'discovery',
    });
    return JSON.parse(answer.body) as AuthorizationServerMetadata;
  }

  it.each([
    ['wants no nonces', false, 1],
    ['wants a nonce in every proof', true, 2],
  ])('that %s names that key', async (_name, nonces, requests) => {
    const metadata = await start(nonces);
    const target = { issuer, resource: RESOURCE };
    const tokens = await clientCredentials.run(contextOf({ http, request: request(), metadata, target }));
    expect(tokens).toMatchObject({ tokenType: 'DPoP', requestedScopes: ['calculator.add'] });
    expect(decodeJwt(tokens.accessToken.reveal())).toMatchObject({
      cnf: { jkt: tokens.proof?.thumbprint },
      aud: RESOURCE,
    });
    expect(tokens.exchanges).toHaveLength(requests);
  });
});

describe('a token request with a proof', () => {
  let server: SmallServer;
  beforeEach(async () => {
    server = await startSmallServer();
    server.answer = (_request, response) => reply(response, 200, BOUND);
  });
  afterEach(async () => {
    await server.close();
  });

  const context = (more: Partial<FlowRequest> = {}, metadata: AuthorizationServerMetadata = {}) =>
    contextOf({
      http,
      request: request(more),
      metadata: { ...server.metadata, ...metadata },
      target: { issuer: server.origin },
    });
  const proofIn = (received: Received | undefined) =>
    jwtVerify(String(received?.headers.dpop), EmbeddedJWK, { typ: 'dpop+jwt' });

  it('is for the token endpoint, whatever its query', async () => {
    const tokens = await clientCredentials.run(
      context({}, { token_endpoint: `${server.origin}/token?tenant=1` }),
    );
    const { payload, protectedHeader } = await proofIn(server.received[0]);
    expect(payload).toMatchObject({ htm: 'POST', htu: `${server.origin}/token` });
    expect(payload).not.toHaveProperty('ath');
    expect(await calculateJwkThumbprint(protectedHeader.jwk ?? {})).toBe(tokens.proof?.thumbprint);
  });

  it.each(['ES384', 'EdDSA', 'Ed25519', 'PS256'])(
    'is signed by %s where that is what the server lists',
    async (name) => {
      await clientCredentials.run(context({}, { dpop_signing_alg_values_supported: ['HS256', name] }));
      expect((await proofIn(server.received[0])).protectedHeader.alg).toBe(name);
    },
  );

  it('is not sent where the server lists nothing that can be done', async () => {
    const running = clientCredentials.run(context({}, { dpop_signing_alg_values_supported: ['ES256K'] }));
    expect(await failureOf(running)).toMatchObject({ code: 'metadata.dpop', exit: 6 });
    expect(server.received).toHaveLength(0);
  });

  it.each([
    ['in the body', 400, {}],
    ['in the body, with a challenge beside it', 401, { 'WWW-Authenticate': 'DPoP error="use_dpop_nonce"' }],
  ])(
    'is repeated once with the nonce that the server asks for %s, all else fresh',
    async (_name, status, headers) => {
      server.answer = ({ headers: { dpop } }, response) => {
        const given = decodeJwt(String(dpop)).nonce === 'n-1';
        const refused = { error: 'use_dpop_nonce' };
        reply(response, given ? 200 : status, given ? BOUND : refused, { ...headers, 'DPoP-Nonce': 'n-1' });
      };
      const privateKey = http.vault.keep(await clientKey('ES256'));
      const tokens = await clientCredentials.run(
        context({ credential: { kind: 'private_key', privateKey } }),
      );
      expect(tokens.accessToken.reveal()).toBe('a-bound-token');
      expect(tokens.exchanges).toHaveLength(2);
      const [first, second] = server.received;
      const proofs = [await proofIn(first), await proofIn(second)].map(({ payload }) => payload);
      expect(proofs.map(({ nonce }) => nonce)).toEqual([undefined, 'n-1']);
      expect(proofs[0]?.jti).not.toBe(proofs[1]?.jti);
      const ids = [first, second].map((one) => decodeJwt(one?.body.get('client_assertion') ?? '').jti);
      expect(ids[0]).not.toBe(ids[1]);
    },
  );

  it('ends when the server is never content with the nonce', async () => {
    server.answer = (_request, response) =>
      reply(response, 400, { error: 'use_dpop_nonce' }, { 'DPoP-Nonce': `n-${server.received.length}` });
    expect(await failureOf(clientCredentials.run(context()))).toMatchObject({
      code: 'oauth.use_dpop_nonce',
      exit: 3,
    });
    expect(server.received).toHaveLength(2);
  });

  it('does not put up with a Bearer token, which anybody can use', async () => {
    server.answer = (_request, response) => reply(response, 200, { ...BOUND, token_type: 'Bearer' });
    expect(await failureOf(clientCredentials.run(context()))).toMatchObject({
      code: 'token.type',
      exit: 6,
      message: expect.stringContaining('Bearer'),
      hint: expect.stringContaining('--dpop'),
    });
  });

  it('is made only when asked for; a bound token nobody asked for is of no use', async () => {
    const error = await failureOf(clientCredentials.run(context({ dpop: false })));
    expect(error).toMatchObject({ code: 'token.type', hint: expect.stringContaining('--dpop') });
    expect(server.received[0]?.headers.dpop).toBeUndefined();
  });

  it('cannot be had of msal-node, which is said before anything is sent', async () => {
    expect(await failureOf(clientCredentials.run(context({ library: 'msal' })))).toMatchObject({
      code: 'config.library',
      exit: 2,
      hint: expect.stringContaining('openid-client'),
    });
    expect(server.received).toHaveLength(0);
  });

  it('cannot be had of a managed identity', async () => {
    const running = clientCredentials.run(context({ credential: { kind: 'managed_identity' } }));
    expect(await failureOf(running)).toMatchObject({ code: 'config.credential', exit: 2 });
  });

  it('uses the key of the earlier token again where there is one', async () => {
    const asked = context();
    const pinned = pinnedServer(asked, { confidential: true, endpoints: ['token_endpoint'] });
    const earlier = await createProof();
    expect(await proofFor(asked, pinned, 'openid-client', earlier)).toBe(earlier);
    expect(await proofFor(context({ dpop: false }), pinned, 'openid-client', earlier)).toBe(earlier);
    expect(await proofFor(context({ dpop: false }), pinned, 'openid-client')).toBeUndefined();
  });

  it('binds an authorization code to the key too', async () => {
    const proof = await createProof();
    expect(proofParameters({ proof })).toEqual({ dpop_jkt: proof.thumbprint });
    expect(proofParameters({})).toEqual({});
  });
});
