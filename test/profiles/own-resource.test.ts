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
