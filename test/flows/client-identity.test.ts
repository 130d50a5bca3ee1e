import { type AddressInfo, createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FlowContext } from '../../src/flows/flow.ts';
import { flowNamed } from '../../src/flows/index.ts';
import { createRegistrations } from '../../src/flows/registrations.ts';
import type { FlowRequest, Http, TokenSet } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { browse, type RegisteringServer, startRegisteringServer } from './registering-server.ts';
import { rsaKey } from './rsa-key.ts';
import { type ContextParts, contextOf, failureOf } from './world.ts';

const DOCUMENT = 'https://client.example.com/oauth/Client.json?v=1&x=%20';
const PUBLIC = { secret: undefined, method: 'none', redirectUris: 'any' } as const;

let server: RegisteringServer;
let other: RegisteringServer;
let http: Http;
let closeHttp: () => Promise<void>;
let registrations: FlowContext['registrations'];
let told: string[];
beforeEach(async () => {
  [server, other] = await Promise.all([startRegisteringServer(), startRegisteringServer()]);
  ({ http, close: closeHttp } = openHttp());
  registrations = createRegistrations();
  told = [];
});
afterEach(async () => {
  await Promise.all([server.close(), other.close(), closeHttp()]);
});

function run(
  request: Partial<FlowRequest> = {},
  parts: Partial<ContextParts> = {},
  at = server,
): Promise<TokenSet> {
  const flow = request.flow ?? 'authorization_code';
  return flowNamed(flow).run(
    contextOf({
      http,
      request: { ...request, flow },
      metadata: at.metadata,
      registrations,
      ...parts,
      person: { open: browse, tell: (message) => void told.push(message), ...parts.person },
    }),
  );
}

const clientIds = (at: RegisteringServer) => at.authorizations.map((sent) => sent.get('client_id'));
const redirectUris = (at: RegisteringServer) => at.authorizations.map((sent) => sent.get('redirect_uri'));
const portOf = (uri: unknown) => Number(new URL(String(uri)).port);

describe('who a client is', () => {
  it('is first of all what was registered beforehand', async () => {
    server.behaviour.metadata = { client_id_metadata_document_supported: true };
    server.clients.set('mine', PUBLIC);
    await run({ clientId: 'mine', clientMetadataUrl: DOCUMENT });
    expect(clientIds(server)).toEqual(['mine']);
    expect(server.registrations).toEqual([]);
  });

  it('is then its metadata document, byte for byte, which nobody here fetches', async () => {
    server.behaviour.metadata = { client_id_metadata_document_supported: true };
    server.clients.set(DOCUMENT, PUBLIC);
    const tokens = await run({ clientMetadataUrl: DOCUMENT });
    expect(clientIds(server)).toEqual([DOCUMENT]);
    expect(server.tokenRequests.map(({ body }) => body.get('client_id'))).toEqual([DOCUMENT]);
    expect(tokens.clientId).toBe(DOCUMENT);
    expect(server.registrations).toEqual([]);
    expect(new Set(http.exchanges.map(({ url }) => new URL(url).pathname))).toEqual(new Set(['/token']));
  });

  it('is then what the authorization server registers, and the person is told', async () => {
    const tokens = await run({ clientMetadataUrl: DOCUMENT });
    expect(server.registrations).toHaveLength(1);
    expect(clientIds(server)).toEqual([tokens.clientId]);
    expect(told).toContainEqual(expect.stringContaining('takes no client metadata document'));
    expect(told).toContainEqual(`${server.origin} registered a client: ${tokens.clientId}.`);
  });

  it.each([undefined, DOCUMENT])(
    'cannot be had from a server that offers neither (document: %s)',
    async (url) => {
      const { registration_endpoint: _, ...metadata } = server.metadata;
      const request = url === undefined ? {} : { clientMetadataUrl: url };
      expect(await failureOf(run(request, { metadata }))).toMatchObject({
        code: 'registration.not_offered',
        exit: 3,
        message: expect.stringContaining(server.origin),
        hint: expect.stringMatching(/by hand.*http:\/\/127\.0\.0\.1\/callback.*--client-id/),
      });
      expect(server.received).toEqual([]);
    },
  );

  it('has a key where its document publishes one', async () => {
    server.behaviour.metadata = {
      client_id_metadata_document_supported: true,
      token_endpoint_auth_methods_supported: ['none', 'private_key_jwt'],
    };
    server.clients.set(DOCUMENT, { ...PUBLIC, method: 'private_key_jwt' });
    const credential = { kind: 'private_key', privateKey: http.vault.keep(await rsaKey()) } as const;
    const request = { clientMetadataUrl: DOCUMENT, credential };
    await run(request, { target: { issuer: server.origin } });
    expect(server.tokenRequests[0]?.body.get('client_assertion')).toMatch(/^ey/);
    // The key goes to a pinned issuer only, as every credential does.
    expect(await failureOf(run(request))).toMatchObject({ code: 'issuer.not_pinned' });
  });

  it.each([
    ['a secret without a client id', 'generic', {}, 'config.client_id'],
    ['a secret beside a metadata document', 'generic', { clientMetadataUrl: DOCUMENT }, 'config.client_id'],
  ] as const)('is a mistake of the settings: %s', async (_name, provider, request, code) => {
    server.behaviour.metadata = { client_id_metadata_document_supported: true };
    const credential = { kind: 'secret', secret: http.vault.keep('s3cret-of-nobody') } as const;
    const target = { issuer: server.origin };
    expect(await failureOf(run({ ...request, credential }, { provider, target }))).toMatchObject({
      code,
      exit: 2,
    });
    expect(server.received).toEqual([]);
  });

  it.each([
    ['Entra ID', 'entra', {}, 'config.client_id', 'app registration'],
    ['msal-node', 'generic', { library: 'msal' }, 'config.library', '--library openid-client'],
  ] as const)('must be registered beforehand with %s', async (_name, provider, request, code, hint) => {
    for (const flow of ['authorization_code', 'device_code']) {
      expect(await failureOf(run({ ...request, flow }, { provider }))).toMatchObject({
        code,
        exit: 2,
        hint: expect.stringContaining(hint),
      });
    }
    expect(server.received).toEqual([]);
  });

  it('must be registered beforehand for a machine', async () => {
    expect(await failureOf(run({ flow: 'client_credentials' }))).toMatchObject({ code: 'config.client_id' });
    expect(server.received).toEqual([]);
  });
});

describe('a registration', () => {
  it('is for its issuer and no other', async () => {
    const [here, there] = [await run(), await run({}, {}, other)];
    await run();
    await run({}, {}, other);
    expect(here.clientId).not.toBe(there.clientId);
    expect(clientIds(server)).toEqual([here.clientId, here.clientId]);
    expect(clientIds(other)).toEqual([there.clientId, there.clientId]);
    const seen = (at: RegisteringServer) =>
      at.received.map(({ path, text, headers }) => `${path} ${text} ${headers.authorization}`).join('\n');
    expect(seen(server)).not.toContain(there.clientId);
    expect(seen(other)).not.toContain(here.clientId);
  });

  it('is used again, at the port that was registered', async () => {
    await run();
    await run();
    expect(server.registrations).toHaveLength(1);
    expect(new Set(redirectUris(server)).size).toBe(1);
    expect(redirectUris(server)).toHaveLength(2);
    expect(told).toContainEqual(expect.stringMatching(/^Using the client .* registered before/));
  });

  it('is made anew when its port is taken', async () => {
    await run();
    const port = portOf(redirectUris(server)[0]);
    const stranger = createServer().listen(port, '127.0.0.1');
    await new Promise((resolve) => stranger.once('listening', resolve));
    try {
      await run();
    } finally {
      await new Promise((resolve) => stranger.close(resolve));
    }
    expect(server.registrations).toHaveLength(2);
    expect(portOf(redirectUris(server)[1])).not.toBe(port);
    // Both fit now that the port is free again: no third one.
    await run();
    expect(server.registrations).toHaveLength(2);
  });

  it('is made anew for another port that was asked for', async () => {
    await run();
    const port = await freePort();
    await run({ port });
    await run({ port });
    expect(redirectUris(server).slice(1).map(portOf)).toEqual([port, port]);
    expect(server.registrations).toHaveLength(2);
  });

  it('is made anew when its secret has expired', async () => {
    const soon = Math.floor(Date.now() / 1000) + 30;
    server.behaviour.registered = {
      token_endpoint_auth_method: 'client_secret_post',
      client_secret_expires_at: soon,
    };
    await run();
    await run();
    expect(server.registrations).toHaveLength(1);
    const context = contextOf({ http, request: { flow: 'authorization_code' }, metadata: server.metadata });
    const now = () => soon * 1000;
    await flowNamed('authorization_code').run({
      ...context,
      person: { ...context.person, open: browse },
      registrations,
      now,
    });
    expect(server.registrations).toHaveLength(2);
  });

  it('is made anew for scopes that it was not made for', async () => {
    await run({ scopes: ['read'] });
    await run({ scopes: ['read'] });
    await run({ scopes: ['read', 'write'] });
    await run({ scopes: ['write'] });
    expect(server.registrations.map(({ scope }) => scope)).toEqual(['read', 'read write']);
  });

  it('is made anew, once, when the token endpoint no longer knows it', async () => {
    const before = await run();
    server.behaviour.onCode = () => server.clients.delete(before.clientId ?? '');
    const tokens = await run();
    expect(tokens.clientId).not.toBe(before.clientId);
    expect(server.registrations).toHaveLength(2);
    expect(told).toContainEqual(expect.stringMatching(/no longer knows the client .*that it registered/));
  });

  it('is not made anew for ever', async () => {
    await run();
    server.behaviour.onCode = () => server.clients.clear();
    expect(await failureOf(run())).toMatchObject({ code: 'oauth.invalid_client', exit: 3 });
    expect(server.registrations).toHaveLength(2);
    expect(server.tokenRequests).toHaveLength(3);
  });

  it('that the server has forgotten and says so only to the person is given up for the next run', async () => {
    await run();
    await run({ flow: 'device_code' });
    server.clients.clear();
    const parts = { target: { timeoutMs: 200 } };
    expect(await failureOf(run({}, parts))).toMatchObject({
      code: 'person.timeout',
      hint: expect.stringContaining('next run registers anew'),
    });
    await run();
    expect(server.registrations).toHaveLength(3);
    await run({ flow: 'device_code' });
    expect(server.registrations).toHaveLength(4);
  });

  it('of a first run that nobody answers is kept', async () => {
    const open = () => Promise.resolve(true);
    await failureOf(run({}, { person: { open }, target: { timeoutMs: 50 } }));
    await run();
    expect(server.registrations).toHaveLength(1);
  });

  it('for the device grant redirects nowhere, and is another than the one for the browser', async () => {
    await run();
    const tokens = await run({ flow: 'device_code' });
    const again = await run({ flow: 'device_code' });
    await run();
    expect(again.clientId).toBe(tokens.clientId);
    expect(server.registrations).toHaveLength(2);
    expect(server.registrations[1]).toMatchObject({
      redirect_uris: [],
      response_types: [],
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'],
    });
  });

  it('for the device grant is made anew when it is no longer known', async () => {
    await run({ flow: 'device_code' });
    server.clients.clear();
    await run({ flow: 'device_code' });
    expect(server.registrations).toHaveLength(2);
  });
});

async function freePort(): Promise<number> {
  const listening = createServer();
  await new Promise<void>((resolve) => listening.listen(0, '127.0.0.1', resolve));
  const { port } = listening.address() as AddressInfo;
  await new Promise<void>((resolve) => listening.close(() => resolve()));
  return port;
}
