import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { authorizeAt, type Changes, REDIRECT } from './front-channel.ts';
import { type MutantWorld, startMutantWorld } from './world.ts';

let world: MutantWorld;
let issuer: string;

beforeAll(async () => {
  world = await startMutantWorld();
  ({ issuer } = world.issuer);
});

afterAll(() => world.close());

const authorize = (changes: Changes) => authorizeAt(issuer, changes);

describe('registration', () => {
  const register = (redirect: string) =>
    fetch(`${issuer}/register`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ redirect_uris: [redirect], token_endpoint_auth_method: 'none' }),
    });

  it('works, and can be undone', async () => {
    const response = await register(REDIRECT);
    const client = (await response.json()) as Record<string, string>;
    expect(response.status).toBe(201);
    expect(await authorize({ client_id: String(client.client_id) })).toHaveProperty('code');
    const manage = (bearer: string) =>
      fetch(String(client.registration_client_uri), {
        method: 'DELETE',
        headers: { authorization: `Bearer ${bearer}` },
      });
    expect((await manage('wrong')).status).toBe(401);
    expect((await manage(String(client.registration_access_token))).status).toBe(204);
    expect(await authorize({ client_id: String(client.client_id) })).toBe(400);
  });

  it.each(['javascript:alert(1)', 'http://attacker.example/cb'])('refuses %s', async (uri) => {
    expect((await register(uri)).status).toBe(400);
  });

  it('takes a metadata document that names itself and the redirect URI', async () => {
    let document: object = {};
    const server = createServer((_request, response) => response.end(JSON.stringify(document)));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/client.json`;
    try {
      document = { client_id: url, redirect_uris: [REDIRECT] };
      expect(await authorize({ client_id: url })).toHaveProperty('code');
      document = { client_id: `${url}?`, redirect_uris: [REDIRECT] };
      expect(await authorize({ client_id: url })).toBe(400);
      document = { client_id: url, redirect_uris: ['http://127.0.0.1/other'] };
      expect(await authorize({ client_id: url })).toBe(400);
    } finally {
      server.close();
    }
  });
});
