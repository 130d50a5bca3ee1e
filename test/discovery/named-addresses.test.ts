import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findAuthorizationServer } from '../../src/discovery/authorization-server.ts';
import { findProtectedResource } from '../../src/discovery/protected-resource.ts';
import { createNetwork, createVault, type Network } from '../../src/http/index.ts';
import type { Challenge, Http } from '../../src/types.ts';
import { type Site, site } from './support.ts';

let network: Network;
let server: Site;
let asked: { readonly path: string; readonly named: boolean }[];

beforeEach(async () => {
  network = createNetwork({ vault: createVault() });
  server = await site();
  asked = [];
});
afterEach(async () => {
  await network.close();
  await server.close();
});

/** The network, and for each request whether the room for http is told that a server named the address. */
function watched(): Http {
  const http = network.open({ name: 'test', url: `${server.origin}/mcp`, timeoutMs: 5_000 });
  return {
    ...http,
    send: (request) => {
      asked.push({ path: new URL(request.url).pathname, named: request.named ?? false });
      return http.send(request);
    },
  };
}

describe('an address that may be anybody’s, because a server wrote it', () => {
  const issuer = () => `${server.origin}/tenant`;
  const metadataUrl = () => `${server.origin}/.well-known/oauth-authorization-server/tenant`;

  it('is marked where the endpoint named the authorization server', async () => {
    await findAuthorizationServer(watched(), issuer(), [metadataUrl()], false);
    expect(asked).toEqual([{ path: '/.well-known/oauth-authorization-server/tenant', named: true }]);
  });

  it('is not where the user pinned it', async () => {
    await findAuthorizationServer(watched(), issuer(), [metadataUrl()], true);
    expect(asked).toEqual([{ path: '/.well-known/oauth-authorization-server/tenant', named: false }]);
  });

  it('is marked where a challenge named the metadata, and not where its place follows from the endpoint', async () => {
    const challenge: Challenge = {
      scheme: 'Bearer',
      parameters: { resource_metadata: `${server.origin}/here` },
    };
    await findProtectedResource(watched(), `${server.origin}/mcp`, challenge);
    expect(asked).toEqual([
      { path: '/here', named: true },
      { path: '/.well-known/oauth-protected-resource/mcp', named: false },
      { path: '/.well-known/oauth-protected-resource', named: false },
    ]);
  });
});
