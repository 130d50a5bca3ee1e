import { createPublicKey } from 'node:crypto';
import type { FlowRequest } from '../../../src/types.ts';
import { rsaKey } from '../../flows/rsa-key.ts';
import { machineClient, personClient } from './clients.ts';
import { type ServerSettings, startOidcServer } from './oidc-server.ts';
import { type Payload, type Played, type Publish, type Row, without } from './row.ts';

const ORG = 'https://dev-1.okta.com';
const CUSTOM = `${ORG}/oauth2/default`;
const SECRET = 'a secret of an API Services app';
const AUDIENCE = 'api://default';
const PERSON = personClient('0oaPerson', 'http://127.0.0.1/callback');

export const okta: Row = {
  kind: 'Okta, custom authorization server',
  profile: 'okta',
  start: async () => {
    const server = await startOidcServer({
      issuer: CUSTOM,
      routes: routes('/v1'),
      publish,
      clients: [machineClient('0oaMachine', SECRET), PERSON],
      scopes: ['calculator.add'],
      audience: () => AUDIENCE,
      claims: asOkta,
    });
    const credential = { kind: 'secret', secret: server.http.vault.keep(SECRET) } as const;
    const token = { iss: CUSTOM, aud: [AUDIENCE], scp: ['calculator.add'] };
    return {
      ...server,
      asked: () => server.asked,
      target: { issuer: CUSTOM, audience: AUDIENCE },
      resource: RESOURCE,
      machine: {
        request: { flow: 'client_credentials', clientId: '0oaMachine', credential },
        token: { ...token, clientId: '0oaMachine', appOnly: true },
        sends: { scope: 'calculator.add', audience: undefined },
      },
      person: {
        request: PERSONS_REQUEST,
        token: { ...token, clientId: '0oaPerson', appOnly: false },
        sends: { audience: undefined },
      },
    };
  },
};

/** Machines prove themselves by key, there are Okta's own scopes, and nobody else can read the tokens. */
export const oktaOrg: Row = {
  kind: 'Okta, org authorization server',
  profile: 'okta',
  start: async () => {
    const key = await rsaKey();
    const jwk = { ...createPublicKey(key).export({ format: 'jwk' }), kid: 'mine', use: 'sig' };
    const machine = {
      ...machineClient('0oaMachine', SECRET),
      token_endpoint_auth_method: 'private_key_jwt',
      jwks: { keys: [jwk] },
    };
    const server = await startOidcServer({
      issuer: ORG,
      routes: routes('/oauth2/v1'),
      publish,
      clients: [machine, PERSON],
      scopes: ['okta.users.read'],
      audience: () => undefined,
    });
    const privateKey = server.http.vault.keep(key);
    return {
      ...server,
      asked: () => server.asked,
      target: { issuer: ORG },
      resource: RESOURCE,
      machine: {
        request: {
          flow: 'client_credentials',
          clientId: '0oaMachine',
          credential: { kind: 'private_key', privateKey, keyId: 'mine' },
          scopes: ['okta.users.read'],
        },
        token: { format: 'opaque' },
      },
      person: { request: { ...PERSONS_REQUEST, scopes: ['openid', 'profile'] }, token: { format: 'opaque' } },
    };
  },
};

const RESOURCE: Played['resource'] = {
  resource: 'https://calculator.example.com/mcp',
  scopes_supported: ['calculator.add'],
};

const PERSONS_REQUEST: FlowRequest = { flow: 'authorization_code', clientId: '0oaPerson' };

function routes(below: string): ServerSettings['routes'] {
  return { authorization: `${below}/authorize`, token: `${below}/token`, jwks: `${below}/keys` };
}

// Registration is listed, though it wants an administrator's token; RFC 9207 is unknown.
const publish: Publish = (document) => ({
  ...without(document, 'authorization_response_iss_parameter_supported'),
  registration_endpoint: `${ORG}/oauth2/v1/clients`,
});

function asOkta(payload: Payload, isMachine: boolean): void {
  const { scope, client_id: cid, ...rest } = payload;
  for (const name of Object.keys(payload)) delete payload[name];
  Object.assign(payload, rest, { ver: 1, cid, scp: String(scope).split(' ') });
  if (!isMachine) payload.uid = '00u1';
}
