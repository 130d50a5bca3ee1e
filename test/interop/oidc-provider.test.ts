import { createPublicKey, randomBytes } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { decodeJwt, exportJWK, generateKeyPair } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FlowContext } from '../../src/flows/flow.ts';
import { flowNamed } from '../../src/flows/index.ts';
import { createRegistrations } from '../../src/flows/registrations.ts';
import { profileFor } from '../../src/profiles/index.ts';
import type { AuthorizationServerMetadata, Credential, FlowRequest, Http } from '../../src/types.ts';
import { openHttp } from '../flows/open-http.ts';
import { rsaKey } from '../flows/rsa-key.ts';
import { contextOf, discoveryOf, failureOf, located } from '../flows/world.ts';

const RESOURCE = 'https://calculator.example.com/mcp';
const MACHINE = { id: 'machine', secret: 'a secret: with ~ and % in it' };

let server: Server;
let issuer: string;
let metadata: AuthorizationServerMetadata;
let http: Http;
let closeHttp: () => Promise<void>;
let clientKey: string;

beforeAll(async () => {
  ({ http, close: closeHttp } = openHttp());
  clientKey = await rsaKey();
  server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.on('request', await provider(issuer));
  metadata = await publishedMetadata();
});

afterAll(async () => {
  await closeHttp();
  await new Promise<void>((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
});

async function provider(issuerUrl: string) {
  const { default: Provider, errors } = await import('oidc-provider');
  const { privateKey } = await generateKeyPair('RS256', { extractable: true });
  const keyJwk = createPublicKey(clientKey).export({ format: 'jwk' });
  const redirect = { redirect_uris: ['http://127.0.0.1/callback'], response_types: ['code' as const] };
  const machine = { grant_types: ['client_credentials'], redirect_uris: [], response_types: [] };
  const oidc = new Provider(issuerUrl, {
    jwks: { keys: [{ ...(await exportJWK(privateKey)), alg: 'RS256', use: 'sig' }] },
    cookies: { keys: ['a key for cookies of this test'] },
    clients: [
      { ...machine, client_id: MACHINE.id, client_secret: MACHINE.secret },
      {
        ...machine,
        client_id: 'signing-machine',
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [{ ...keyJwk, kid: 'mine', use: 'sig' }] },
      },
      {
        ...redirect,
        client_id: 'person',
        token_endpoint_auth_method: 'none',
        application_type: 'native',
        grant_types: ['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'],
      },
    ],
    scopes: ['openid', 'offline_access', 'calculator.add'],
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed('refresh_token'),
    features: {
      clientCredentials: { enabled: true },
      deviceFlow: { enabled: true },
      registration: { enabled: true },
      dPoP: { enabled: true, nonceSecret: randomBytes(32), requireNonce: () => true },
      resourceIndicators: {
        enabled: true,
        useGrantedResource: () => true,
        getResourceServerInfo: (_ctx, resource) => {
          if (resource !== RESOURCE) throw new errors.InvalidTarget();
          return {
            scope: 'calculator.add calculator.subtract',
            audience: RESOURCE,
            accessTokenFormat: 'jwt',
          };
        },
      },
    },
  });
  return oidc.callback();
}

// The same road that discovery takes: the profile's locations, in its order.
async function publishedMetadata(): Promise<AuthorizationServerMetadata> {
  for (const url of profileFor(contextOf({ http, request: { flow: 'none' } }).target, issuer).metadataUrls(
    issuer,
  )) {
    const answer = await http.send({ method: 'GET', url, purpose: 'metadata', phase: 'discovery' });
    if (answer.status === 200) return JSON.parse(answer.body) as AuthorizationServerMetadata;
  }
  throw new Error('no metadata');
}

function context(request: FlowRequest, parts: Partial<Parameters<typeof contextOf>[0]> = {}): FlowContext {
  const prm = located({ resource: RESOURCE, scopes_supported: ['calculator.add', 'calculator.subtract'] });
  return {
    ...contextOf({
      http,
      request,
      target: { issuer, ...parts.target },
      person: { open: (url) => signIn(url).then(() => true) },
      ...parts,
    }),
    discovery: discoveryOf(metadata, { protectedResourceMetadata: prm }),
  };
}

/** A person's browser: follows redirects, keeps cookies, fills in the two forms of the development pages. */
async function signIn(authorizationUrl: string): Promise<void> {
  const cookies = new Map<string, string>();
  let url = authorizationUrl;
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 20; step++) {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
      cookies.set(name, value);
    }
    const body = await response.text();
    const location = response.headers.get('location');
    if (location === null && !url.startsWith(issuer)) return;
    const prompt = /name="prompt" value="(\w+)"/.exec(body)?.[1];
    const action = /<form[^>]* action="([^"]+)"/.exec(body)?.[1];
    if (location === null && (prompt === undefined || action === undefined)) {
      throw new Error(`the sign-in stopped with HTTP ${response.status}`);
    }
    form =
      location === null
        ? new URLSearchParams({ prompt: prompt ?? '', login: 'ada', password: 'x' })
        : undefined;
    url = new URL(location ?? action ?? '', url).href;
  }
  throw new Error('the sign-in never came to an end');
}

const secretOf = (value: string): Credential => ({ kind: 'secret', secret: http.vault.keep(value) });

describe('oidc-provider', () => {
  it('is recognised as nobody in particular', () => {
    expect(profileFor(context({ flow: 'none' }).target, issuer, metadata).name).toBe('generic');
  });

  it('gives a machine a token for the resource', async () => {
    const request = {
      flow: 'client_credentials',
      clientId: MACHINE.id,
      credential: secretOf(MACHINE.secret),
    };
    const tokens = await flowNamed('client_credentials').run(context(request));
    const claims = decodeJwt(tokens.accessToken.reveal());
    expect(claims).toMatchObject({ iss: issuer, aud: RESOURCE, client_id: MACHINE.id });
    expect(tokens.scopes?.toSorted()).toEqual(['calculator.add', 'calculator.subtract']);
    expect(tokens.library).toBe('openid-client');
  });

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'takes the secret as %s',
    async (method) => {
      const secret = http.vault.keep(MACHINE.secret);
      const credential: Credential = { kind: 'secret', secret, method };
      const request = { flow: 'client_credentials', clientId: MACHINE.id, credential };
      const tokens = await flowNamed('client_credentials').run(context(request));
      expect(decodeJwt(tokens.accessToken.reveal()).aud).toBe(RESOURCE);
    },
  );

  it('takes an assertion signed with the client’s key', async () => {
    const privateKey = http.vault.keep(clientKey);
    const credential: Credential = { kind: 'private_key', privateKey, keyId: 'mine' };
    const request = { flow: 'client_credentials', clientId: 'signing-machine', credential };
    const tokens = await flowNamed('client_credentials').run(context(request));
    expect(decodeJwt(tokens.accessToken.reveal()).aud).toBe(RESOURCE);
  });

  it('refuses a wrong secret', async () => {
    const request = {
      flow: 'client_credentials',
      clientId: MACHINE.id,
      credential: secretOf('wrong-secret'),
    };
    expect(await failureOf(flowNamed('client_credentials').run(context(request)))).toMatchObject({
      code: 'oauth.invalid_client',
      exit: 3,
    });
  });

  it('refuses a resource that it does not know', async () => {
    const request = {
      flow: 'client_credentials',
      clientId: MACHINE.id,
      credential: secretOf(MACHINE.secret),
    };
    const target = { issuer, resource: 'https://other.example.com' };
    expect(await failureOf(flowNamed('client_credentials').run(context(request, { target })))).toMatchObject({
      code: 'oauth.invalid_target',
      hint: expect.stringContaining('--no-resource'),
    });
  });

  it('lets a person sign in, and refreshes what came', async () => {
    // So its answer to the browser has to name it, or the sign-in ends here.
    expect(metadata.authorization_response_iss_parameter_supported).toBe(true);
    const scopes = ['openid', 'offline_access', 'calculator.add'];
    const request: FlowRequest = { flow: 'authorization_code', clientId: 'person', scopes };
    const tokens = await flowNamed('authorization_code').run(context(request));
    expect(decodeJwt(tokens.accessToken.reveal())).toMatchObject({ aud: RESOURCE, scope: 'calculator.add' });
    expect(tokens.idToken).toBeDefined();
    expect(tokens.refreshToken).toBeDefined();

    const earlier = [{ request, tokens }];
    const refreshed = await flowNamed('refresh_token').run(context({ flow: 'refresh_token' }, { earlier }));
    expect(decodeJwt(refreshed.accessToken.reveal())).toMatchObject({ aud: RESOURCE });
    expect(refreshed.accessToken.reveal()).not.toBe(tokens.accessToken.reveal());
    expect(refreshed.refreshToken).toBeDefined();
  });

  it('binds a person’s tokens to a key that it sees again at each refresh', async () => {
    const scopes = ['openid', 'offline_access', 'calculator.add'];
    const request: FlowRequest = { flow: 'authorization_code', clientId: 'person', scopes, dpop: true };
    const tokens = await flowNamed('authorization_code').run(context(request));
    const bound = { tokenType: 'DPoP', proof: tokens.proof };
    expect(tokens).toMatchObject(bound);
    expect(decodeJwt(tokens.accessToken.reveal()).cnf).toEqual({ jkt: tokens.proof?.thumbprint });

    const earlier = [{ request, tokens }];
    const refreshed = await flowNamed('refresh_token').run(context({ flow: 'refresh_token' }, { earlier }));
    expect(refreshed).toMatchObject(bound);
    expect(decodeJwt(refreshed.accessToken.reveal()).cnf).toEqual({ jkt: tokens.proof?.thumbprint });
  });

  it('registers a client for a person who has none, and knows it again when refreshing', async () => {
    const registrations = createRegistrations();
    const scopes = ['openid', 'offline_access', 'calculator.add'];
    const request: FlowRequest = { flow: 'authorization_code', scopes };
    const tokens = await flowNamed('authorization_code').run(context(request, { registrations }));
    expect(decodeJwt(tokens.accessToken.reveal())).toMatchObject({
      aud: RESOURCE,
      client_id: tokens.clientId,
    });
    expect(await registrations.find(issuer)).toMatchObject({
      clientId: tokens.clientId,
      authMethod: 'none',
      scopes,
    });

    const parts = { registrations, earlier: [{ request, tokens }] };
    const refreshed = await flowNamed('refresh_token').run(context({ flow: 'refresh_token' }, parts));
    expect(refreshed.clientId).toBe(tokens.clientId);
  });

  it('registers a client whose scopes it does not all know, once they are left out', async () => {
    const registrations = createRegistrations();
    const request: FlowRequest = { flow: 'authorization_code', scopes: ['openid', 'calculator.subtract'] };
    await flowNamed('authorization_code').run(context(request, { registrations }));
    expect((await registrations.find(issuer))?.scopes).toBeUndefined();
  });

  it('registers a client for the device grant', async () => {
    const registrations = createRegistrations();
    const parts = { registrations, target: { issuer, timeoutMs: 500 } };
    const request = { flow: 'device_code' };
    // Nobody enters the code: that it waited for one says that the client was taken.
    expect(await failureOf(flowNamed('device_code').run(context(request, parts)))).toMatchObject({
      code: 'person.timeout',
    });
    expect((await registrations.find(issuer))?.redirectUri).toBeUndefined();
  });

  it('refuses a client that it does not know, in the device grant', async () => {
    const request = { flow: 'device_code', clientId: 'nobody' };
    expect(await failureOf(flowNamed('device_code').run(context(request)))).toMatchObject({
      code: 'oauth.invalid_client',
    });
  });
});
