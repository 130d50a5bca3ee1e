import { describe, expect, it } from 'vitest';
import { profileNamed } from '../../src/profiles/index.ts';
import { requireOwnResource } from '../../src/profiles/own-resource.ts';
import type { Target } from '../../src/types.ts';
import { discoveryOf, located } from '../flows/world.ts';

const target = (parts: Partial<Target> = {}): Target =>
  ({ name: 'x', url: 'https://mcp.example.com/mcp', allowedOrigins: [], headers: [], ...parts }) as Target;

const challenged = (scope: string) =>
  discoveryOf(undefined, { challenge: { scheme: 'Bearer', parameters: { scope } } });

const refusal = expect.objectContaining({ code: 'prm.resource_mismatch', exit: 7 });
const GRAPH = 'https://graph.microsoft.com';

describe('a token for a resource that only the endpoint names', () => {
  it.each(['https://other.example/mcp', 'https://mcp.example.com:8443/mcp', 'http://mcp.example.com/mcp'])(
    'is refused for %s',
    (resource) => {
      expect(() => requireOwnResource(resource, target())).toThrowError(refusal);
    },
  );

  it.each(['https://mcp.example.com/mcp', 'https://mcp.example.com', 'api://calculator', 'urn:calculator'])(
    'may be had for %s',
    (resource) => {
      expect(() => requireOwnResource(resource, target())).not.toThrow();
    },
  );

  it.each([
    ['another path', 'https://h.example/other', 'https://h.example/mcp'],
    ['a path that only begins alike', 'https://h.example/mc', 'https://h.example/mcp'],
    ['a tenant whose name begins alike', 'https://h.example/a', 'https://h.example/ab/mcp'],
    ['a path below', 'https://h.example/mcp/admin', 'https://h.example/mcp'],
    ['a slash at the end', 'https://h.example/mcp/', 'https://h.example/mcp'],
    ['another case', 'https://h.example/MCP', 'https://h.example/mcp'],
    ['another query', 'https://h.example/mcp?tenant=b', 'https://h.example/mcp?tenant=a'],
    ['a fragment', 'https://h.example/mcp#part', 'https://h.example/mcp'],
    ['a path that leads out of its folder', 'https://h.example/mcp/../other', 'https://h.example/mcp'],
  ])('on the same origin is refused for %s', (_name, resource, url) => {
    expect(() => requireOwnResource(resource, target({ url }))).toThrowError(refusal);
  });

  it.each([
    ['the folder above', 'https://h.example/a', 'https://h.example/a/mcp'],
    ['the folder above with its slash', 'https://h.example/a/', 'https://h.example/a/mcp'],
    ['the origin with its slash', 'https://h.example/', 'https://h.example/mcp'],
    ['the path of an endpoint with a query', 'https://h.example/mcp', 'https://h.example/mcp?tenant=a'],
    ['the endpoint and its query', 'https://h.example/mcp?tenant=a', 'https://h.example/mcp?tenant=a'],
    ['the same, written in another way', 'HTTPS://H.example:443/mcp', 'https://h.example/mcp'],
  ])('on the same origin may be had for %s', (_name, resource, url) => {
    expect(() => requireOwnResource(resource, target({ url }))).not.toThrow();
  });
});

describe('an endpoint that asks for a token of Microsoft Graph', () => {
  const entra = profileNamed('entra');

  it('gets none from a machine without an audience of its own', () => {
    const discovery = challenged(`${GRAPH}/.default`);
    expect(() => entra.scopes('client_credentials', target(), discovery)).toThrowError(refusal);
  });

  it('gets none from a machine by its protected resource metadata either', () => {
    const discovery = discoveryOf(undefined, { protectedResourceMetadata: located({ resource: GRAPH }) });
    expect(() => entra.scopes('client_credentials', target(), discovery)).toThrowError(refusal);
  });

  it.each([{}, { audience: 'api://calculator' }])('gets none from a person, settings %j', (settings) => {
    const discovery = challenged(`${GRAPH}/Mail.Read`);
    expect(() => entra.scopes('authorization_code', target(settings), discovery)).toThrowError(refusal);
  });

  it('gets one when the user names it', () => {
    const discovery = challenged(`${GRAPH}/Mail.Read`);
    expect(entra.scopes('client_credentials', target({ audience: GRAPH }), discovery)).toEqual([
      `${GRAPH}/.default`,
    ]);
    expect(entra.scopes('authorization_code', target({ audience: GRAPH }), discovery)).toContain(
      `${GRAPH}/Mail.Read`,
    );
  });
});
