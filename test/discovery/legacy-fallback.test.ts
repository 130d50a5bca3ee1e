import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Target } from '../../src/types.ts';
import { look, type Site, site, targetAt } from './support.ts';

let endpoint: Site;

beforeEach(async () => {
  endpoint = await site();
  endpoint.pages.set('POST /mcp', { status: 401 });
});

afterEach(() => endpoint.close());

const METADATA = '/.well-known/oauth-authorization-server';
const old = (more: Partial<Target> = {}): Target =>
  targetAt(`${endpoint.origin}/mcp`, { protocol: '2025-03-26', ...more });

describe('an endpoint of revision 2025-03-26', () => {
  it('is its own authorization server, by the metadata at its root', async () => {
    endpoint.pages.set(`GET ${METADATA}`, {
      body: { issuer: endpoint.origin, token_endpoint: `${endpoint.origin}/oauth/token` },
    });
    const { discovery, profile } = await look(old());
    expect(discovery).toMatchObject({
      legacyFallback: 'metadata',
      issuer: endpoint.origin,
      authorizationServers: [],
      authorizationServerMetadata: {
        url: `${endpoint.origin}${METADATA}`,
        document: { token_endpoint: `${endpoint.origin}/oauth/token` },
      },
    });
    expect(discovery.notes).toStrictEqual([expect.stringContaining('its own origin is taken')]);
    expect(profile.name).toBe('generic');
  });

  it.each([404, 401, 405])('is at the default paths when its metadata answers %d', async (status) => {
    endpoint.pages.set(`GET ${METADATA}`, { status });
    const { discovery } = await look(old());
    expect(discovery).toMatchObject({
      legacyFallback: 'paths',
      issuer: endpoint.origin,
      authorizationServerMetadata: {
        document: {
          issuer: endpoint.origin,
          authorization_endpoint: `${endpoint.origin}/authorize`,
          token_endpoint: `${endpoint.origin}/token`,
          registration_endpoint: `${endpoint.origin}/register`,
          code_challenge_methods_supported: ['S256'],
        },
        exchange: expect.any(Number),
        tried: [{ status, outcome: String(status) }],
      },
    });
    expect(discovery.notes).toStrictEqual([expect.stringContaining('default paths')]);
  });

  it.each([
    ['fails', { status: 500 }],
    ['is busy', { status: 429 }],
    ['is a page', { headers: { 'content-type': 'text/html' }, body: '<html></html>' }],
  ])('is nothing when its metadata %s', async (_name, page) => {
    endpoint.pages.set(`GET ${METADATA}`, page);
    const { discovery } = await look(old());
    expect(discovery).toMatchObject({ issuer: null, authorizationServerMetadata: null });
    expect(discovery).not.toHaveProperty('legacyFallback');
    expect(discovery.notes).toStrictEqual([expect.stringContaining('can be used')]);
  });

  it('is not believed when its metadata names another issuer, which is said', async () => {
    endpoint.pages.set(`GET ${METADATA}`, { body: { issuer: 'https://login.example.com' } });
    const { discovery } = await look(old());
    expect(discovery.issuer).toBe(endpoint.origin);
    expect(discovery.authorizationServerMetadata?.document.issuer).toBe('https://login.example.com');
    expect(discovery.notes.join('\n')).toContain('clients must not use it');
  });

  it('that publishes protected resource metadata is taken at its word', async () => {
    endpoint.pages.set('GET /.well-known/oauth-protected-resource', {
      body: { resource: endpoint.origin, authorization_servers: [`${endpoint.origin}/as`] },
    });
    endpoint.pages.set(`GET ${METADATA}`, { body: { issuer: endpoint.origin } });
    const { discovery } = await look(old());
    expect(discovery.issuer).toBe(`${endpoint.origin}/as`);
    expect(discovery).not.toHaveProperty('legacyFallback');
    expect(endpoint.lines).not.toContain(`GET ${METADATA}`);
  });

  it('is not taken for the issuer that is pinned', async () => {
    const { discovery } = await look(old({ issuer: `${endpoint.origin}/pinned` }));
    expect(discovery.issuer).toBe(`${endpoint.origin}/pinned`);
    expect(discovery).not.toHaveProperty('legacyFallback');
  });
});

it.each(['auto', 'both', '2025-06-18', '2025-11-25', '2026-07-28'] as const)(
  'with --protocol %s the endpoint is not asked, but the way is named',
  async (protocol) => {
    endpoint.pages.set(`GET ${METADATA}`, { body: { issuer: endpoint.origin } });
    const { discovery } = await look(old({ protocol }));
    expect(discovery).toMatchObject({ issuer: null, authorizationServerMetadata: null });
    expect(endpoint.lines).not.toContain(`GET ${METADATA}`);
    expect(discovery.notes[0]).toContain('--protocol 2025-03-26');
  },
);
