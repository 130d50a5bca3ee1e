import { API, CLIENT, TENANT } from '../support.ts';
import { machineClient, personClient } from './clients.ts';
import { startOidcServer } from './oidc-server.ts';
import type { Payload, Played, Publish, Row } from './row.ts';

const HOST = 'https://contoso.b2clogin.com';
const MOUNT = '/contoso.onmicrosoft.com/B2C_1_signin';
/** As it is published and in the tokens: without the policy, with a slash. */
const ISSUER = `${HOST}/${TENANT}/v2.0/`;
const APP_ID_URI = `https://contoso.onmicrosoft.com/${API}`;
const MACHINE = 'dddddddd-1111-4222-8333-444455556666';
const SECRET = 'a secret of a daemon';

export const b2c: Row = { kind: 'Azure AD B2C', profile: 'entra', start };

async function start(): Promise<Played> {
  const server = await startOidcServer({
    issuer: ISSUER,
    mount: MOUNT,
    metadataPath: '/v2.0/.well-known/openid-configuration',
    routes: {
      authorization: '/oauth2/v2.0/authorize',
      token: '/oauth2/v2.0/token',
      jwks: '/discovery/v2.0/keys',
    },
    publish,
    clients: [machineClient(MACHINE, SECRET), personClient(CLIENT, 'http://localhost/callback')],
    scopes: [`${APP_ID_URI}/.default`, `${APP_ID_URI}/calculator.add`],
    audience: () => API,
    claims: asB2c,
  });
  const credential = { kind: 'secret', secret: server.http.vault.keep(SECRET) } as const;
  const token = { iss: ISSUER, aud: [API] };
  return {
    ...server,
    asked: () => server.asked,
    target: { issuer: `${HOST}${MOUNT}/v2.0/`, audience: API },
    resource: { resource: 'https://calculator.example.com/mcp', scopes_supported: ['calculator.add'] },
    machine: {
      request: { flow: 'client_credentials', clientId: MACHINE, credential },
      token: { ...token, clientId: MACHINE },
      sends: { scope: `${APP_ID_URI}/.default`, resource: undefined },
    },
    person: {
      request: { flow: 'authorization_code', clientId: CLIENT },
      token: { ...token, scp: ['calculator.add'], clientId: CLIENT },
      sends: { resource: undefined },
    },
  };
}

// PKCE works, and nothing says so.
const publish: Publish = (document) => ({
  ...Object.fromEntries(Object.entries(document).filter(([member]) => PUBLISHED.includes(member))),
  scopes_supported: ['openid'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
});

const PUBLISHED = [
  'issuer',
  'authorization_endpoint',
  'token_endpoint',
  'jwks_uri',
  'response_types_supported',
  'subject_types_supported',
];

function asB2c(payload: Payload, isMachine: boolean): void {
  const { client_id: azp, scope } = payload;
  delete payload.client_id;
  delete payload.scope;
  const names = String(scope)
    .split(' ')
    .map((name) => name.replace(`${APP_ID_URI}/`, ''));
  Object.assign(payload, { azp, ver: '1.0', tid: TENANT, tfp: 'B2C_1_signin' });
  if (!isMachine) payload.scp = names.filter((name) => name === 'calculator.add').join(' ');
}
