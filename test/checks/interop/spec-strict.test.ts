import { describe, expect, test } from 'vitest';
import { specStrict } from '../../../src/checks/interop/spec-strict.ts';
import { profileNamed } from '../../../src/profiles/index.ts';
import type { Discovery, FlowEvidence } from '../../../src/types.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { contextOf, discoveryOf, published } from '../discoveries.ts';

describeByMutants(
  specStrict,
  { 'names-another-authorization-server': 'warn', 'pkce-not-advertised': 'warn' },
  { clients: [] },
);

const URL_OF_MCP = 'https://h.example/mcp';

async function judged(
  discovery: Discovery | null,
  provider = 'generic',
  flows: readonly FlowEvidence[] = [],
) {
  const context = contextOf({ discovery, profile: profileNamed(provider), flows });
  return specStrict.judge(await specStrict.observe(context));
}

describe('to a client that follows the letter', () => {
  test('nothing is in the way where everything is as it should be', async () => {
    const { verdict, message, exchanges } = await judged(discoveryOf());
    expect(verdict).toBe('pass');
    expect(message).toContain('registered beforehand');
    expect(exchanges).toEqual([1, 2, 3]);
  });

  test.each([
    ['dynamic registration', { registration_endpoint: 'https://as.example/register' }],
    ['Client ID Metadata Documents', { client_id_metadata_document_supported: true }],
  ])('%s spare it the registration beforehand', async (_name, more) => {
    const { message } = await judged(discoveryOf({ server: more }));
    expect(message).not.toContain('beforehand');
  });

  test('several authorization servers are a choice and no obstacle', async () => {
    const servers = ['https://as.example', 'https://other.example'];
    const { verdict, message } = await judged(discoveryOf({ resource: { authorization_servers: servers } }));
    expect(verdict).toBe('pass');
    expect(message).toContain('Of 2 authorization servers');
  });

  const before = 'it refuses before it asks';
  test.each<readonly [string, Discovery, string, string]>([
    [
      'no protected resource metadata',
      discoveryOf({ resource: null }),
      'no protected resource metadata (https://h.example/prm: 404)',
      'asks none',
    ],
    [
      'another resource',
      discoveryOf({ resource: { resource: 'https://h.example' } }),
      '`resource` is "https://h.example" and not "https://h.example/mcp"',
      before,
    ],
    [
      'a slash too many',
      discoveryOf({ resource: { resource: `${URL_OF_MCP}/` } }),
      '`resource` is "https://h.example/mcp/"',
      before,
    ],
    ['no resource', discoveryOf({ resource: { resource: undefined } }), '`resource` is missing', before],
    [
      'no authorization server',
      discoveryOf({ resource: { authorization_servers: [] }, issuer: null }),
      'names no authorization server',
      'asks none',
    ],
    [
      'another authorization server than the pinned one',
      discoveryOf({ resource: { authorization_servers: ['https://elsewhere.example'] } }),
      'names "https://elsewhere.example" and not "https://as.example"',
      'goes to the one that is named',
    ],
    ['an authorization server without metadata', discoveryOf({ server: null }), 'has no metadata', before],
    [
      'an issuer with a slash more',
      discoveryOf({ server: { issuer: 'https://as.example/' } }),
      'calls itself "https://as.example/" and was named "https://as.example"',
      before,
    ],
    [
      'no PKCE methods',
      discoveryOf({ server: { code_challenge_methods_supported: undefined } }),
      'does not advertise PKCE with S256',
      before,
    ],
    [
      'plain PKCE only',
      discoveryOf({ server: { code_challenge_methods_supported: ['plain'] } }),
      'does not advertise PKCE with S256',
      before,
    ],
  ])('%s is an obstacle', async (_name, discovery, what, does) => {
    const { verdict, message } = await judged(discovery);
    expect(verdict).toBe('warn');
    expect(message).toContain(`(1) `);
    expect(message).not.toContain('(2) ');
    expect(message).toContain(what);
    expect(message).toContain(does);
  });

  test('the origin is no other resource when the document is the one at its root', async () => {
    const root = 'https://h.example/.well-known/oauth-protected-resource';
    const resource = { resource: 'https://h.example' };
    const found = discoveryOf({ resource, challenge: {} });
    const atRoot = { ...found, protectedResourceMetadata: published(root, found) };
    expect((await judged(atRoot)).verdict).toBe('pass');
    const named = { ...atRoot, challenge: { scheme: 'Bearer', parameters: { resource_metadata: root } } };
    expect((await judged(named)).verdict).toBe('warn');
  });

  test('PKCE is nothing to a server for machines', async () => {
    const { verdict } = await judged(
      discoveryOf({
        server: {
          authorization_endpoint: undefined,
          code_challenge_methods_supported: undefined,
          grant_types_supported: ['client_credentials'],
        },
      }),
    );
    expect(verdict).toBe('pass');
  });

  test('every obstacle is listed, in the order in which it is met', async () => {
    const { message } = await judged(
      discoveryOf({
        resource: { resource: 'https://other.example' },
        server: { issuer: 'https://x.example' },
      }),
    );
    expect(message).toMatch(/\(1\) `resource` is .*\(2\) the authorization server calls itself/);
  });

  test('a resource that the authorization server did not take is one', async () => {
    const error = { code: 'oauth.invalid_target', provider: { error: 'invalid_target' } };
    const flow = { request: { flow: 'client_credentials' }, sessions: [], error } as unknown as FlowEvidence;
    expect((await judged(discoveryOf(), 'generic', [flow])).message).toContain('answered invalid_target');
  });
});

describe('to the same client, at Entra ID', () => {
  const scoped = (...scopes: readonly string[]) =>
    judged(discoveryOf({ resource: { scopes_supported: scopes }, challenge: {} }), 'entra');

  test('the App ID URI must be the URL, character for character', async () => {
    expect((await scoped(`${URL_OF_MCP}/read`)).verdict).toBe('pass');
    const { verdict, message } = await scoped('api://calculator/read');
    expect(verdict).toBe('info');
    expect(message).toContain('nothing of Microsoft Entra ID');
    expect(message).toContain('"api://calculator"');
    expect(message).toContain('sends resource="https://h.example/mcp" and is answered AADSTS9010010');
    expect((await scoped('https://h.example/MCP/read')).message).toContain('AADSTS9010010');
  });

  test('scopes without their API are looked for in Microsoft Graph', async () => {
    const { verdict, message } = await scoped('calculator.add', 'offline_access');
    expect(verdict).toBe('info');
    expect(message).toContain('"calculator.add"');
    expect(message).not.toContain('offline_access');
    expect(message).toContain('AADSTS650053');
  });

  test('the scopes of the challenge go before those of the metadata', async () => {
    const discovery = discoveryOf({
      resource: { scopes_supported: [`${URL_OF_MCP}/read`] },
      challenge: { scope: 'read' },
    });
    expect((await judged(discovery, 'entra')).message).toContain('AADSTS650053');
  });

  test('no scope at all is refused', async () => {
    expect((await scoped()).message).toContain('AADSTS900144');
  });
});

test.each<readonly [string, Discovery | null, string]>([
  ['nothing is known', null, 'could not be asked'],
  ['the endpoint is open', { ...discoveryOf({ resource: null }), answers: [] }, 'asks for no token'],
])('it is not asked when %s', (_name, discovery, why) => {
  expect(specStrict.unmet?.(contextOf({ discovery }))).toContain(why);
});
