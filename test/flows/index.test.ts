import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { flowNamed, flows } from '../../src/flows/index.ts';
import type { Http } from '../../src/types.ts';
import { openHttp } from './open-http.ts';
import { contextOf, failureOf } from './world.ts';

let http: Http;
let closeHttp: () => Promise<void>;
beforeEach(() => {
  ({ http, close: closeHttp } = openHttp());
});
afterEach(async () => {
  await closeHttp();
});

describe('the registry', () => {
  it('finds every flow by its name, which is its own', () => {
    for (const flow of flows) expect(flowNamed(flow.name)).toBe(flow);
    expect(new Set(flows.map(({ name }) => name)).size).toBe(flows.length);
  });

  it('says which there are', async () => {
    expect(() => flowNamed('password')).toThrowError(
      expect.objectContaining({ code: 'config.flow', exit: 2, hint: expect.stringContaining('device_code') }),
    );
  });
});

describe('bearer', () => {
  const run = (token: string) => {
    const credential = { kind: 'token', token: http.vault.keep(token) } as const;
    return flowNamed('bearer').run(contextOf({ http, request: { flow: 'bearer', credential } }));
  };

  it('is the token that was brought', async () => {
    const tokens = await run('somebody-else-got-it');
    expect(tokens.accessToken.reveal()).toBe('somebody-else-got-it');
    expect(tokens).toMatchObject({ tokenType: 'Bearer', library: 'none', exchanges: [] });
  });

  it.each(['two words', 'a\nb', 'a\0b', 'tökén'])('refuses %j, which no header can carry', async (token) => {
    expect(await failureOf(Promise.resolve().then(() => run(token)))).toMatchObject({
      code: 'credential.malformed_token',
      exit: 2,
    });
  });

  it('needs a token', async () => {
    const context = contextOf({ http, request: { flow: 'bearer' } });
    expect(await failureOf(Promise.resolve().then(() => flowNamed('bearer').run(context)))).toMatchObject({
      code: 'credential.missing',
    });
  });
});

describe('none', () => {
  it('is an empty token of its own type, and spoils no output', async () => {
    const tokens = await flowNamed('none').run(contextOf({ http, request: { flow: 'none' } }));
    expect(tokens).toMatchObject({ tokenType: 'none', library: 'none' });
    expect(tokens.accessToken.length).toBe(0);
    expect(http.vault.redact('text')).toBe('text');
  });
});

describe('PKCE', () => {
  const ISSUER = 'http://127.0.0.1:9';
  const run = (metadata: object, provider: 'entra' | 'generic') =>
    flowNamed('authorization_code').run(
      contextOf({
        http,
        provider,
        request: { flow: 'authorization_code', clientId: 'me', library: 'openid-client' },
        metadata: {
          issuer: ISSUER,
          authorization_endpoint: `${ISSUER}/authorize`,
          token_endpoint: `${ISSUER}/token`,
          ...metadata,
        },
        target: { issuer: ISSUER, audience: 'api://calculator', timeoutMs: 20 },
      }),
    );

  it.each([
    ['absent', {}, 'generic', 'pkce.unsupported'],
    ['plain only', { code_challenge_methods_supported: ['plain'] }, 'generic', 'pkce.unsupported'],
    ['no list', { code_challenge_methods_supported: 'S256' }, 'generic', 'pkce.unsupported'],
    ['S256', { code_challenge_methods_supported: ['plain', 'S256'] }, 'generic', 'person.timeout'],
    ['absent at Entra ID', {}, 'entra', 'person.timeout'],
    ['plain only at Entra ID', { code_challenge_methods_supported: ['plain'] }, 'entra', 'pkce.unsupported'],
  ] as const)('advertised as %s', async (_name, metadata, provider, code) => {
    expect(await failureOf(run(metadata, provider))).toMatchObject({ code });
  });
});
