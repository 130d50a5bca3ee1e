import { createPrivateKey, randomBytes } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createSelfSigned } from '../../fixtures/entra/index.ts';
import { clientCredentials } from '../../src/flows/client-credentials.ts';
import type { Credential, FlowRequest } from '../../src/types.ts';
import { rsaKey } from './rsa-key.ts';
import { type EntraWorld, entraWorld, failureOf } from './world.ts';

const LIBRARIES = ['msal', 'openid-client'] as const;

let world: EntraWorld;
beforeEach(async () => {
  world = await entraWorld();
});
afterEach(async () => {
  await world.close();
});

const machine = () => world.entra.directory.applicationNamed('Calculator Machine Client');
const secretOf = (value: string): Credential => ({ kind: 'secret', secret: world.http.vault.keep(value) });
const rightSecret = (): Credential => secretOf(machine().passwordCredentials[0]?.secretText ?? '');
const request = (library: string, credential: Credential, more: Partial<FlowRequest> = {}): FlowRequest => ({
  flow: 'client_credentials',
  clientId: machine().appId,
  credential,
  library,
  ...more,
});
const tokenRequests = () => world.entra.requests().filter(({ path }) => path.endsWith('/token'));

function certificateFor(privateKeyPem: string): string {
  return createSelfSigned({
    privateKey: createPrivateKey(privateKeyPem),
    commonName: 'machine',
    serialNumber: randomBytes(16),
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  }).pem;
}

describe.each(LIBRARIES)('client_credentials at Entra ID by %s', (library) => {
  it('brings an app-only token for a secret, with one request and no other host asked', async () => {
    const before = world.entra.requests().length;
    const tokens = await clientCredentials.run(world.context(request(library, rightSecret())));
    const claims = decodeJwt(tokens.accessToken.reveal());
    expect(claims.aud).toBe(world.api);
    expect(new Set([claims.roles].flat())).toEqual(new Set(['calculator.add', 'calculator.subtract']));
    expect(tokens).toMatchObject({ library, tokenType: 'Bearer', clientId: machine().appId, scopes: null });
    expect(tokens.refreshToken).toBeUndefined();
    expect(tokens.expiresAt).toBeGreaterThan(Date.now());
    expect(tokens.exchanges).toHaveLength(1);
    expect(world.entra.requests().slice(before)).toHaveLength(1);
  });

  it('brings one for a certificate', async () => {
    const key = await rsaKey();
    const certificate = certificateFor(key);
    machine().keyCredentials.push({ keyId: 'one', key: certificate });
    const privateKey = world.http.vault.keep(key);
    const credential: Credential = { kind: 'certificate', certificate, privateKey };
    const tokens = await clientCredentials.run(world.context(request(library, credential)));
    expect(decodeJwt(tokens.accessToken.reveal()).aud).toBe(world.api);
  });

  it('brings one for a federated assertion, read again at every use', async () => {
    const issuer = 'https://token.ci.example';
    const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'ci', alg: 'RS256' };
    machine().federatedIdentityCredentials.push({
      name: 'ci',
      issuer,
      subject: 'repo:contoso/calculator:ref:refs/heads/main',
      audiences: ['api://AzureADTokenExchange'],
      jwks: { keys: [jwk] },
    });
    let reads = 0;
    const read = async () => {
      reads += 1;
      const assertion = await new SignJWT({})
        .setProtectedHeader({ alg: 'RS256', kid: 'ci' })
        .setIssuer(issuer)
        .setSubject('repo:contoso/calculator:ref:refs/heads/main')
        .setAudience('api://AzureADTokenExchange')
        .setIssuedAt()
        .setExpirationTime('5m')
        .sign(privateKey);
      return world.http.vault.keep(assertion);
    };
    const source = { from: 'reference', read } as const;
    const context = world.context(request(library, { kind: 'assertion', source }));
    await clientCredentials.run(context);
    await clientCredentials.run(context);
    expect(reads).toBe(2);
  });

  it.each([
    ['a wrong secret', 7_000_215, 'oauth.invalid_client', 401, {}, 'wrong'],
    ['a scope without /.default', 1_002_012, 'oauth.invalid_scope', 400, { scopes: ['api://x/add'] }, ''],
    ['an API nobody has', 500_011, 'oauth.invalid_resource', 400, { scopes: ['api://nobody/.default'] }, ''],
    [
      'a client nobody has',
      700_016,
      'oauth.unauthorized_client',
      400,
      { clientId: '11111111-2222-3333-4444-555555555555' },
      '',
    ],
  ])('turns the refusal of %s into AADSTS%d', async (_name, aadsts, code, status, more, secret) => {
    const credential = secret === '' ? rightSecret() : secretOf('not-the-right-secret');
    const error = await failureOf(clientCredentials.run(world.context(request(library, credential, more))));
    expect(error).toMatchObject({
      name: 'TokenError',
      code,
      class: 'auth',
      exit: 3,
      provider: { error: code.replace('oauth.', ''), aadsts, status },
    });
    expect(error).toHaveProperty('provider.traceId');
    expect(error).toHaveProperty('provider.correlationId');
    expect(error).toHaveProperty('hint', expect.stringContaining(`explain AADSTS${aadsts}`));
    expect(error).toHaveProperty('exchanges', [expect.any(Number)]);
  });

  it('says that the tenant does not exist', async () => {
    const tenant = '99999999-2222-3333-4444-555555555555';
    const moved = JSON.parse(JSON.stringify(world.metadata).replaceAll(world.entra.tenantId, tenant));
    const context = world.context(request(library, rightSecret()), { metadata: moved, target: { tenant } });
    expect(await failureOf(clientCredentials.run(context))).toMatchObject({ provider: { aadsts: 90_002 } });
  });

  it('tries again when the service is busy, as long as it asks, and asks afresh', async () => {
    world.entra.directory.throttling = { remaining: 1, retryAfterSeconds: 0 };
    await clientCredentials.run(world.context(request(library, rightSecret())));
    expect(tokenRequests()).toHaveLength(2);
  });

  it('stops waiting for a busy service when the run is ended', async () => {
    world.entra.directory.throttling = { remaining: 9, retryAfterSeconds: 20 };
    const ending = new AbortController();
    const context = world.context(request(library, rightSecret()), { signal: ending.signal });
    const failing = failureOf(clientCredentials.run(context));
    await vi.waitFor(() => expect(tokenRequests()).toHaveLength(1), 5000);
    ending.abort();
    expect(await failing).toMatchObject({ code: 'run.aborted', exit: 9 });
  });

  it('gives up when the service stays busy', async () => {
    world.entra.directory.throttling = { remaining: 9, retryAfterSeconds: 0 };
    const error = await failureOf(clientCredentials.run(world.context(request(library, rightSecret()))));
    expect(error).toMatchObject({ code: 'rate_limited', exit: 4, retryable: true });
    expect(tokenRequests()).toHaveLength(3);
  });

  it('does not wait for longer than half a minute', async () => {
    world.entra.directory.throttling = { remaining: 9, retryAfterSeconds: 100_000 };
    const error = await failureOf(clientCredentials.run(world.context(request(library, rightSecret()))));
    expect(error).toMatchObject({ code: 'rate_limited', message: expect.stringContaining('100000 s') });
    expect(tokenRequests()).toHaveLength(1);
  });

  it('sends nothing without a credential, or with an empty one', async () => {
    const { credential: _none, ...bare } = request(library, rightSecret());
    for (const incomplete of [bare, request(library, secretOf(''))]) {
      const error = await failureOf(clientCredentials.run(world.context(incomplete)));
      expect(error).toMatchObject({ code: 'credential.missing', exit: 2 });
    }
    expect(tokenRequests()).toHaveLength(0);
  });
});

describe('client_credentials with a bare private key', () => {
  it.each(LIBRARIES)(
    'signs an assertion by %s whose audience is the pinned token endpoint',
    async (library) => {
      const key = await rsaKey();
      const bodies: string[] = [];
      const http = {
        ...world.http,
        send: (sent: Parameters<typeof world.http.send>[0]) => {
          bodies.push(sent.body ?? '');
          return world.http.send(sent);
        },
      };
      const credential: Credential = {
        kind: 'private_key',
        privateKey: world.http.vault.keep(key),
        keyId: 'mine',
      };
      await failureOf(clientCredentials.run(world.context(request(library, credential), { http })));
      const assertion = new URLSearchParams(bodies[0]).get('client_assertion') ?? '';
      expect(decodeProtectedHeader(assertion)).toMatchObject({ alg: 'RS256', typ: 'JWT', kid: 'mine' });
      const claims = decodeJwt(assertion);
      expect(claims).toMatchObject({
        iss: machine().appId,
        sub: machine().appId,
        aud: world.entra.tokenEndpoint,
      });
      expect((claims.exp ?? 0) - (claims.iat ?? 0)).toBeLessThanOrEqual(600);
    },
  );
});

describe('client_credentials with a managed identity', () => {
  it('asks the host, not the authorization server, and needs no pinned issuer', async () => {
    vi.stubEnv('AZURE_POD_IDENTITY_AUTHORITY_HOST', world.entra.managedIdentityEndpoint);
    const context = world.context(
      { flow: 'client_credentials', credential: { kind: 'managed_identity' } },
      { provider: 'entra' },
    );
    const tokens = await clientCredentials.run(context);
    const claims = decodeJwt(tokens.accessToken.reveal());
    expect(claims.aud).toBe(world.api);
    expect(tokens.library).toBe('msal');
    expect(tokenRequests().filter(({ method }) => method === 'POST')).toHaveLength(0);
  });
});

describe('the library', () => {
  it('is msal at Entra ID unless the request says otherwise', async () => {
    const { library: _any, ...plain } = request('', rightSecret());
    expect((await clientCredentials.run(world.context(plain))).library).toBe('msal');
  });

  it('must be one there is', async () => {
    const error = await failureOf(clientCredentials.run(world.context(request('adal', rightSecret()))));
    expect(error).toMatchObject({ code: 'config.library', exit: 2 });
  });
});
