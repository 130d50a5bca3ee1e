import { machineClient, personClient } from './clients.ts';
import { startOidcServer } from './oidc-server.ts';
import { type Payload, type Played, type Row, without } from './row.ts';

const ISSUER = 'https://dev-1.eu.auth0.com/';
const API = 'https://calculator.example.com/mcp';
const SECRET = 'a secret of a machine-to-machine application';

export const auth0: Row = { kind: 'Auth0', profile: 'auth0', start };

async function start(): Promise<Played> {
  const server = await startOidcServer({
    issuer: ISSUER,
    routes: { authorization: '/authorize', token: '/oauth/token', jwks: '/.well-known/jwks.json' },
    publish: (document) => ({
      ...without(document, 'authorization_response_iss_parameter_supported'),
      mfa_challenge_endpoint: `${ISSUER}mfa/challenge`,
    }),
    clients: [machineClient('machine', SECRET), personClient('person', 'http://127.0.0.1/callback')],
    scopes: ['calculator.add'],
    // Without the parameter the token is for /userinfo, and opaque.
    audience: (asked) => asked,
    claims: asAuth0,
  });
  const credential = { kind: 'secret', secret: server.http.vault.keep(SECRET) } as const;
  const token = { iss: ISSUER, scp: ['calculator.add'], roles: ['permission:calculator.add'] };
  return {
    ...server,
    asked: () => server.asked,
    target: { issuer: ISSUER, audience: API },
    resource: { resource: API, scopes_supported: ['calculator.add'] },
    machine: {
      request: { flow: 'client_credentials', clientId: 'machine', credential },
      token: { ...token, aud: [API], clientId: 'machine', appOnly: true },
      sends: { audience: API },
    },
    person: {
      request: {
        flow: 'authorization_code',
        clientId: 'person',
        scopes: ['openid', 'offline_access', 'calculator.add'],
      },
      token: { ...token, aud: [API, `${ISSUER}userinfo`], clientId: 'person' },
      sends: { audience: API },
    },
  };
}

function asAuth0(payload: Payload, isMachine: boolean): void {
  const { client_id: azp, aud, sub } = payload;
  delete payload.client_id;
  Object.assign(payload, { azp, permissions: ['calculator.add'] });
  if (isMachine) Object.assign(payload, { sub: `${String(sub)}@clients`, gty: 'client-credentials' });
  else payload.aud = [aud, `${ISSUER}userinfo`];
}
