import { machineClient, personClient } from './clients.ts';
import { startOidcServer } from './oidc-server.ts';
import type { Played, Row } from './row.ts';

const ISSUER = 'https://id.example.com';
const RESOURCE = 'https://calculator.example.com/mcp';
const SECRET = 'a secret: with ~ and % in it';

export const generic: Row = {
  kind: 'Any other OAuth 2.1 or OpenID Connect server',
  profile: 'generic',
  start,
};

async function start(): Promise<Played> {
  const server = await startOidcServer({
    issuer: ISSUER,
    routes: { authorization: '/authorize', token: '/token', jwks: '/jwks' },
    clients: [machineClient('machine', SECRET), personClient('person', 'http://127.0.0.1/callback')],
    scopes: ['calculator.add'],
    audience: () => RESOURCE,
  });
  const secret = server.http.vault.keep(SECRET);
  const token = { iss: ISSUER, aud: [RESOURCE], scp: ['calculator.add'] };
  const sends = { resource: RESOURCE, audience: undefined };
  return {
    ...server,
    asked: () => server.asked,
    target: { issuer: ISSUER },
    resource: { resource: RESOURCE, scopes_supported: ['calculator.add'] },
    machine: {
      request: {
        flow: 'client_credentials',
        clientId: 'machine',
        credential: { kind: 'secret', secret },
      },
      token: { ...token, clientId: 'machine', appOnly: true },
      sends,
    },
    person: {
      request: { flow: 'authorization_code', clientId: 'person' },
      token: { ...token, clientId: 'person' },
      sends,
    },
  };
}
