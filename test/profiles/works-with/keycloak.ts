import { machineClient, personClient } from './clients.ts';
import { startOidcServer } from './oidc-server.ts';
import type { Payload, Played, Row } from './row.ts';

const ISSUER = 'https://id.example.com/realms/main';
const ENDPOINTS = '/protocol/openid-connect';
const SECRET = 'a secret of a service account';

export const keycloak: Row = { kind: 'Keycloak', profile: 'keycloak', start };

async function start(): Promise<Played> {
  const server = await startOidcServer({
    issuer: ISSUER,
    routes: {
      authorization: `${ENDPOINTS}/auth`,
      token: `${ENDPOINTS}/token`,
      jwks: `${ENDPOINTS}/certs`,
    },
    publish: (document) => ({
      ...document,
      check_session_iframe: `${ISSUER}${ENDPOINTS}/login-status-iframe.html`,
    }),
    clients: [machineClient('ci', SECRET), personClient('cli', 'http://127.0.0.1/callback')],
    scopes: ['calculator.add'],
    // The name of the client that stands for the API, put there by an audience mapper.
    audience: () => 'calculator',
    claims: asKeycloak,
  });
  const credential = { kind: 'secret', secret: server.http.vault.keep(SECRET) } as const;
  const roles = ['client:calculator:adder', 'realm:user'];
  const token = { iss: ISSUER, aud: ['calculator', 'account'], scp: ['calculator.add'], roles };
  return {
    ...server,
    asked: () => server.asked,
    target: { issuer: ISSUER, audience: 'calculator' },
    resource: { resource: 'https://calculator.example.com/mcp', scopes_supported: ['calculator.add'] },
    machine: {
      request: { flow: 'client_credentials', clientId: 'ci', credential },
      token: { ...token, clientId: 'ci', appOnly: true },
      sends: { audience: undefined },
    },
    person: {
      request: { flow: 'authorization_code', clientId: 'cli' },
      token: { ...token, clientId: 'cli', appOnly: false },
      // The realm offers offline sessions, and nobody asked for one.
      sends: { scope: 'calculator.add' },
    },
  };
}

function asKeycloak(payload: Payload, isMachine: boolean): void {
  const { client_id: client, aud } = payload;
  delete payload.client_id;
  Object.assign(payload, {
    typ: 'Bearer',
    azp: client,
    aud: [aud, 'account'],
    realm_access: { roles: ['user'] },
    resource_access: { calculator: { roles: ['adder'] } },
    preferred_username: isMachine ? `service-account-${String(client)}` : 'ada',
  });
}
