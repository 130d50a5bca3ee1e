import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { clientCredentials } from '../../src/flows/client-credentials.ts';
import type { FlowContext } from '../../src/flows/flow.ts';
import type { FlowRequest, Http, Target } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { reply, type SmallServer, startSmallServer } from './small-server.ts';
import { contextOf, failureOf, located } from './world.ts';

const RESOURCE = 'https://calculator.example.com/mcp';
const GRANTED = { access_token: 'an-opaque/token+with=odd~characters', token_type: 'Bearer' };

let server: SmallServer;
let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(async () => {
  server = await startSmallServer();
  ({ http, close: closeHttp } = openHttp());
  server.answer = (_request, response) => reply(response, 200, GRANTED);
});
afterEach(async () => {
  await Promise.all([server.close(), closeHttp()]);
});

interface Parts {
  readonly request?: Partial<FlowRequest>;
  readonly target?: Partial<Target>;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly issuer?: string;
}

function context({ request, target, parameters = {}, issuer = server.origin }: Parts = {}): FlowContext {
  const plain = contextOf({
    http,
    request: {
      flow: 'client_credentials',
      clientId: 'machine',
      credential: { kind: 'secret', secret: http.vault.keep('s3cret-of-the-machine') },
      ...request,
    },
    metadata: { ...server.metadata, issuer },
    target: { issuer, allowedOrigins: [server.origin], ...target },
    discovery: {
      protectedResourceMetadata: located({
        resource: RESOURCE,
        scopes_supported: ['calculator.add', 'offline_access'],
      }),
    },
  });
  return { ...plain, profile: { ...plain.profile, parameters: () => parameters } };
}

const sent = () => Object.fromEntries(server.received[0]?.body ?? []);

describe('client_credentials at any authorization server', () => {
  it('asks for what the endpoint wants: its scopes, except for a session’s, and its resource', async () => {
    const tokens = await clientCredentials.run(context());
    expect(sent()).toEqual({ grant_type: 'client_credentials', scope: 'calculator.add', resource: RESOURCE });
    expect(tokens.requestedScopes).toEqual(['calculator.add']);
  });

  it('asks for what the user wants, character for character', async () => {
    const resource = 'https://Calculator.example.com';
    await clientCredentials.run(
      context({ request: { scopes: ['b:write', 'https://x.example/a'] }, target: { resource } }),
    );
    expect(sent()).toMatchObject({ scope: 'b:write https://x.example/a', resource });
  });

  it('asks for nothing where nothing is known or wanted', async () => {
    const tokens = await clientCredentials.run(
      context({ request: { scopes: [] }, target: { resource: false } }),
    );
    expect(sent()).toEqual({ grant_type: 'client_credentials' });
    expect(tokens).not.toHaveProperty('requestedScopes');
  });

  it('sends what the provider wants besides', async () => {
    await clientCredentials.run(context({ parameters: { audience: 'https://api.example' } }));
    expect(sent()).toMatchObject({ audience: 'https://api.example', scope: 'calculator.add' });
  });

  it('says that msal-node cannot send such a parameter, instead of leaving it out', async () => {
    const parts = { parameters: { audience: 'https://api.example' }, issuer: 'https://localhost' };
    const running = clientCredentials.run(context({ ...parts, request: { library: 'msal' } }));
    expect(await failureOf(running)).toMatchObject({
      code: 'config.library',
      exit: 2,
      message: expect.stringContaining('audience'),
      hint: expect.stringContaining('openid-client'),
    });
    expect(server.received).toHaveLength(0);
  });

  it('takes an opaque token as it is, and knows of its scopes only what the answer says', async () => {
    const tokens = await clientCredentials.run(context());
    expect(tokens.accessToken.reveal()).toBe(GRANTED.access_token);
    expect(tokens).toMatchObject({ tokenType: 'Bearer', scopes: null, expiresAt: null });
    expect(http.vault.redact(`<${GRANTED.access_token}>`)).not.toContain('opaque');
  });

  it('keeps what was asked for apart from what was granted', async () => {
    server.answer = (_request, response) => reply(response, 200, { ...GRANTED, scope: 'calculator.read' });
    expect(await clientCredentials.run(context())).toMatchObject({
      requestedScopes: ['calculator.add'],
      scopes: ['calculator.read'],
    });
  });

  it.each([301, 302, 303, 307, 308])('does not carry a secret after a redirect: HTTP %d', async (status) => {
    server.answer = (_request, response) =>
      reply(response, status, '', { Location: `${server.origin}/elsewhere` });
    const error = await failureOf(clientCredentials.run(context()));
    expect(error).toMatchObject({
      name: 'NetworkError',
      exit: 7,
      code: expect.stringMatching(/^redirect\./),
    });
    expect(server.received).toHaveLength(1);
  });

  it.each(['client_secret_basic', 'client_secret_post'] as const)(
    'hears why it was refused although a 401 comes with a Basic challenge (%s)',
    async (method) => {
      const secret = http.vault.keep('not-the-right-secret');
      server.answer = (_request, response) =>
        reply(
          response,
          401,
          { error: 'invalid_client', error_description: 'no such client: machine' },
          { 'WWW-Authenticate': 'Basic realm="as", charset="UTF-8"' },
        );
      const request = { credential: { kind: 'secret', secret, method } } as const;
      expect(await failureOf(clientCredentials.run(context({ request })))).toMatchObject({
        code: 'oauth.invalid_client',
        exit: 3,
        provider: { error: 'invalid_client', description: 'no such client: machine', status: 401 },
      });
    },
  );

  it('hears an OAuth error that comes with HTTP 200, and does not take it for a token', async () => {
    server.answer = (_request, response) =>
      reply(response, 200, { error: 'invalid_scope', error_description: 'no' });
    expect(await failureOf(clientCredentials.run(context()))).toMatchObject({
      code: 'token.contradiction',
      exit: 6,
      provider: { error: 'invalid_scope', description: 'no' },
    });
  });
});
