import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { look, type Site, site, targetAt } from './support.ts';

let endpoint: Site;

beforeEach(async () => {
  endpoint = await site();
  endpoint.pages.set('POST /mcp', { status: 401, headers: { 'www-authenticate': 'Bearer' } });
});

afterEach(async () => {
  await endpoint.close();
});

const RESOURCE = 'GET /.well-known/oauth-protected-resource/mcp';
const SERVER = 'GET /.well-known/oauth-authorization-server';

/** Legal JSON on which whatever recurses dies: reports, and the libraries that clone metadata. */
function deep(document: object): string {
  return `{"x":${'['.repeat(60_000)}${']'.repeat(60_000)},${JSON.stringify(document).slice(1)}`;
}

describe('a document that is nested without end', () => {
  it('is no protected resource metadata', async () => {
    endpoint.pages.set(RESOURCE, { body: deep({ resource: `${endpoint.origin}/mcp` }) });
    const { discovery } = await look(targetAt(`${endpoint.origin}/mcp`));
    expect(discovery.protectedResourceMetadata).toBeNull();
    expect(discovery.protectedResourceTried[0]).toMatchObject({ outcome: 'JSON nested more than 64 deep' });
  });

  it('is no authorization server metadata', async () => {
    const issuer = endpoint.origin;
    endpoint.pages.set(RESOURCE, { body: { resource: `${issuer}/mcp`, authorization_servers: [issuer] } });
    endpoint.pages.set(SERVER, { body: deep({ issuer, token_endpoint: `${issuer}/token` }) });
    const { discovery } = await look(targetAt(`${issuer}/mcp`));
    expect(discovery.authorizationServerMetadata).toBeNull();
    expect(JSON.stringify(discovery)).toContain('nested more than 64 deep');
  });
});

describe('a document with the names of what every object has', () => {
  it('changes nothing but itself', async () => {
    const issuer = endpoint.origin;
    const text =
      '{"__proto__":{"token_endpoint":"x","polluted":1},"constructor":{"prototype":{"polluted":1}},';
    endpoint.pages.set(RESOURCE, { body: { resource: `${issuer}/mcp`, authorization_servers: [issuer] } });
    endpoint.pages.set(SERVER, { body: `${text}${JSON.stringify({ issuer }).slice(1)}` });
    const { discovery } = await look(targetAt(`${issuer}/mcp`));
    const found: object = discovery.authorizationServerMetadata?.document ?? {};
    expect(found).toMatchObject({ issuer });
    expect('token_endpoint' in found).toBe(false);
    expect('polluted' in {}).toBe(false);
  });
});
