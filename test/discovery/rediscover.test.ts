import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Challenge, Target } from '../../src/types.ts';
import { look, lookAgain, type Page, type Site, site, targetAt } from './support.ts';

let endpoint: Site;
let first: Site;
let second: Site;

beforeEach(async () => {
  [endpoint, first, second] = await Promise.all([site(), site(), site()]);
  endpoint.pages.set('POST /mcp', {
    status: 401,
    headers: { 'www-authenticate': `Bearer resource_metadata="${endpoint.origin}/prm", scope="read"` },
  });
  for (const server of [first, second])
    server.pages.set('GET /.well-known/oauth-authorization-server', { body: { issuer: server.origin } });
  publish('/prm', first.origin);
});

afterEach(() => Promise.all([endpoint.close(), first.close(), second.close()]));

const target = (more: Partial<Target> = {}): Target => targetAt(`${endpoint.origin}/mcp`, more);

function publish(path: string, ...servers: readonly string[]): void {
  const page: Page = { body: { resource: `${endpoint.origin}/mcp`, authorization_servers: servers } };
  endpoint.pages.set(`GET ${path}`, page);
}

function refusal(parameters: Record<string, string>): Challenge {
  return { scheme: 'Bearer', parameters: { error: 'invalid_token', ...parameters } };
}

it('notices that the endpoint moved to another authorization server', async () => {
  const { discovery } = await look(target());
  publish('/prm', second.origin);
  const again = await lookAgain(target(), discovery, null);
  expect(discovery.issuer).toBe(first.origin);
  expect(again.discovery).toMatchObject({
    issuer: second.origin,
    authorizationServers: [second.origin],
    authorizationServerMetadata: { document: { issuer: second.origin } },
  });
  expect(again.profile.name).toBe('generic');
});

it('does not ask the endpoint again, and keeps what it answered', async () => {
  const { discovery } = await look(target());
  endpoint.lines.length = 0;
  const again = await lookAgain(target(), discovery, null);
  expect(endpoint.lines).toStrictEqual(['GET /prm']);
  expect(again.discovery.answers).toStrictEqual(discovery.answers);
});

it('goes where the refusal says, and knows from the first challenge what this one leaves out', async () => {
  const { discovery } = await look(target());
  publish('/elsewhere', second.origin);
  const challenge = refusal({ resource_metadata: `${endpoint.origin}/elsewhere` });
  const again = await lookAgain(target(), discovery, challenge);
  expect(again.discovery.issuer).toBe(second.origin);
  expect(again.discovery.challenge).toStrictEqual({
    scheme: 'Bearer',
    parameters: {
      error: 'invalid_token',
      resource_metadata: `${endpoint.origin}/elsewhere`,
      scope: 'read',
    },
  });
});

it('takes the scopes of the refusal, which are authoritative', async () => {
  const { discovery } = await look(target());
  const again = await lookAgain(target(), discovery, refusal({ scope: 'write' }));
  expect(again.discovery.challenge?.parameters).toMatchObject({
    scope: 'write',
    resource_metadata: `${endpoint.origin}/prm`,
  });
});

it('stays with the authorization server in use while the endpoint still names it', async () => {
  const { discovery } = await look(target());
  publish('/prm', second.origin, first.origin);
  const again = await lookAgain(target(), discovery, null);
  expect(again.discovery.issuer).toBe(first.origin);
  expect(again.discovery.notes.join('\n')).toContain('the one used before');
});

it('never leaves the pinned issuer, and shows what is named instead', async () => {
  const pinned = target({ issuer: first.origin });
  const { discovery } = await look(pinned);
  publish('/prm', second.origin);
  const again = await lookAgain(pinned, discovery, null);
  expect(again.discovery).toMatchObject({ issuer: first.origin, authorizationServers: [second.origin] });
  expect(second.lines).toStrictEqual([]);
});

it('keeps nothing of metadata that is gone', async () => {
  const { discovery } = await look(target());
  endpoint.pages.delete('GET /prm');
  const again = await lookAgain(target(), discovery, null);
  expect(again.discovery).toMatchObject({
    protectedResourceMetadata: null,
    issuer: null,
    authorizationServerMetadata: null,
    resource: null,
  });
});

it('leaves the old fallback when the endpoint publishes metadata at last', async () => {
  endpoint.pages.delete('GET /prm');
  const old = target({ protocol: '2025-03-26' });
  const { discovery } = await look(old);
  expect(discovery.legacyFallback).toBe('paths');
  publish('/prm', second.origin);
  const again = await lookAgain(old, discovery, null);
  expect(again.discovery.issuer).toBe(second.origin);
  expect(again.discovery).not.toHaveProperty('legacyFallback');
});
