import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { authorizationCode } from '../../src/flows/authorization-code.ts';
import type { FlowRequest } from '../../src/types.ts';
import { type EntraWorld, entraWorld, failureOf, located } from './world.ts';

const LIBRARIES = ['msal', 'openid-client'] as const;

let world: EntraWorld;
beforeEach(async () => {
  world = await entraWorld();
});
afterEach(async () => {
  await world.close();
});

const clientId = () => world.entra.directory.applicationNamed('Calculator Person Client').appId;
const request = (library: string, more: Partial<FlowRequest> = {}): FlowRequest => ({
  flow: 'authorization_code',
  clientId: clientId(),
  library,
  ...more,
});
const bothScopes = () => ({
  challenge: { scheme: 'Bearer', parameters: { scope: 'calculator.add calculator.subtract' } },
});
const tokenRequests = () => world.entra.requests().filter(({ path }) => path.endsWith('/token'));

describe.each(LIBRARIES)('authorization_code at Entra ID by %s', (library) => {
  it('brings a person’s access, refresh and ID token, with one request', async () => {
    const urls: URL[] = [];
    const open = async (url: string): Promise<boolean> => {
      urls.push(new URL(url));
      await world.entra.signIn(url);
      return true;
    };
    const context = world.context(request(library), { person: { open } });
    const tokens = await authorizationCode.run({
      ...context,
      discovery: { ...context.discovery, ...bothScopes() },
    });
    expect(decodeJwt(tokens.accessToken.reveal())).toMatchObject({
      aud: world.api,
      scp: expect.stringContaining('calculator.add'),
    });
    expect(tokens.refreshToken?.length).toBeGreaterThan(20);
    expect(tokens.idToken?.length).toBeGreaterThan(20);
    expect(tokens.scopes).toContain(`api://${world.api}/calculator.add`);
    expect(tokens.exchanges).toHaveLength(1);
    expect(tokenRequests()).toHaveLength(1);

    const sent = urls[0]?.searchParams;
    expect(sent?.get('redirect_uri')).toMatch(/^http:\/\/localhost:\d+\/callback$/);
    expect(sent?.get('code_challenge_method')).toBe('S256');
    expect(sent?.get('code_challenge')).toHaveLength(43);
    expect(sent?.get('state')).toHaveLength(43);
    expect(sent?.get('nonce')).toHaveLength(43);
    expect(sent?.get('resource')).toBeNull();
    expect(sent?.get('prompt')).toBeNull();
    expect(new Set(sent?.get('scope')?.split(' '))).toEqual(
      new Set([
        `api://${world.api}/calculator.add`,
        `api://${world.api}/calculator.subtract`,
        'openid',
        'profile',
        'offline_access',
      ]),
    );
  });

  it('sends a resource that is the App ID URI of the scopes', async () => {
    let resource: string | null = null;
    const open = async (url: string): Promise<boolean> => {
      resource = new URL(url).searchParams.get('resource');
      await world.entra.signIn(url);
      return true;
    };
    const context = world.context(request(library), { person: { open } });
    const metadata = located({ resource: `api://${world.api}`, scopes_supported: ['calculator.add'] });
    const discovery = { ...context.discovery, protectedResourceMetadata: metadata };
    await authorizationCode.run({ ...context, discovery });
    expect(resource).toBe(`api://${world.api}`);
  });

  it('is a refusal when the person declines', async () => {
    const open = (url: string) => world.entra.signIn(url, { decision: 'decline' }).then(() => true);
    const context = world.context(request(library), { person: { open } });
    expect(await failureOf(authorizationCode.run(context))).toMatchObject({
      code: 'oauth.access_denied',
      exit: 3,
      provider: { error: 'access_denied', aadsts: 65_004 },
    });
    expect(tokenRequests()).toHaveLength(0);
  });

  it('says what to look for in the browser when no answer comes', async () => {
    const open = () => Promise.resolve(true);
    const context = world.context(request(library), { person: { open }, target: { timeoutMs: 50 } });
    expect(await failureOf(authorizationCode.run(context))).toMatchObject({
      code: 'person.timeout',
      exit: 8,
      hint: expect.stringMatching(/browser.*AADSTS.*localhost.*\/callback/),
    });
  });

  it('is not tried where nobody is', async () => {
    const context = world.context(request(library), { person: { present: false } });
    expect(await failureOf(authorizationCode.run(context))).toMatchObject({
      code: 'person.not_allowed',
      exit: 8,
    });
  });

  it('ends at once when whoever opens the browser fails', async () => {
    const open = () => Promise.reject(new Error('the display is gone'));
    const context = world.context(request(library), { person: { open } });
    expect(await failureOf(authorizationCode.run(context))).toMatchObject({ message: 'the display is gone' });
  });

  it('ends at once when the run is aborted', async () => {
    const abort = new AbortController();
    const open = () => {
      abort.abort();
      return Promise.resolve(true);
    };
    const context = world.context(request(library), { person: { open }, signal: abort.signal });
    expect(await failureOf(authorizationCode.run(context))).toMatchObject({ code: 'run.aborted' });
  });

  it('redeems with its credential when the client is confidential', async () => {
    const gateway = world.entra.directory.applicationNamed('Calculator Gateway');
    gateway.web.redirectUris.push('http://localhost/callback');
    const secret = world.http.vault.keep(gateway.passwordCredentials[0]?.secretText ?? '');
    const confidential = request(library, {
      clientId: gateway.appId,
      credential: { kind: 'secret', secret },
      scopes: [`api://${world.api}/calculator.add`, 'openid'],
    });
    const tokens = await authorizationCode.run(world.context(confidential));
    expect(decodeJwt(tokens.accessToken.reveal())).toMatchObject({ azp: gateway.appId, azpacr: '1' });
  });

  it('asks for the named scopes literally', async () => {
    const scopes = [`api://${world.api}/calculator.add`];
    const tokens = await authorizationCode.run(world.context(request(library, { scopes })));
    expect(tokens.scopes).toContain(scopes[0]);
  });
});

describe('a public client without a pinned issuer', () => {
  it('may sign in where the endpoint says, and the person is told', async () => {
    const told: string[] = [];
    const context = world.context(request('openid-client'), {
      person: { tell: (message) => void told.push(message) },
    });
    const { tenant: _tenant, ...target } = context.target;
    await authorizationCode.run({ ...context, target });
    expect(told).toEqual([expect.stringContaining(`trusting ${world.entra.issuer}`)]);
  });
});
