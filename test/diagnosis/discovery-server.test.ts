import { describe, expect, it } from 'vitest';
import type { AuthorizationServerMetadata, Tried } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import { codesOf, exchange, published } from './discovery-pastes.ts';
import { API, discovery, error, failed, flow, ISSUER, symptoms } from './symptoms.ts';

const IDP = 'https://id.example/realms/main';
const AT = 'https://id.example/.well-known/oauth-authorization-server/realms/main';
const roadToken = failed('road/token', { flow: 'client_credentials' });

/** A provider of whom nothing is known, with this metadata. */
const server = (document: AuthorizationServerMetadata, tried: readonly Tried[] = []) => ({
  ...published({ authorization_servers: [IDP] }),
  issuer: IDP,
  authorizationServerMetadata: {
    url: `${IDP}/.well-known/openid-configuration`,
    document,
    exchange: 4,
    tried,
  },
});
const whole = {
  issuer: IDP,
  authorization_endpoint: `${IDP}/authorize`,
  token_endpoint: `${IDP}/token`,
  jwks_uri: `${IDP}/keys`,
  response_types_supported: ['code'],
};
const generic = { profile: 'generic', target: { issuer: IDP } } as const;
const stopped = (code: string) => ({
  flows: [flow({ error: error(code), sessions: [] })],
  results: [roadToken],
});

describeRules("the authorization server's metadata", [
  {
    code: 'discovery/server-metadata-unreadable',
    name: 'a web page in its place',
    given: symptoms({
      ...generic,
      discovery: {
        ...server(whole),
        authorizationServerMetadata: null,
        authorizationServerTried: [{ url: AT, status: 200, outcome: 'no JSON object but HTML' }],
      },
      exchanges: [exchange({ url: AT, contentType: 'text/html' })],
      ...stopped('metadata.not_found'),
    }),
    says: [`"${AT}"`, '200 with HTML', IDP],
  },
  {
    code: 'discovery/server-metadata-unreadable',
    name: '500 at the first place, found at the last',
    given: symptoms({
      ...generic,
      discovery: server(whole, [{ url: AT, status: 500, outcome: '500' }]),
      flows: [],
    }),
    says: [`"${AT}"`, 'answered 500', `${IDP}/.well-known/openid-configuration`],
    severity: 'warning',
  },
  {
    code: 'discovery/server-metadata-incomplete',
    name: 'no token endpoint',
    given: symptoms({
      ...generic,
      discovery: server({ issuer: IDP, jwks_uri: `${IDP}/keys`, response_types_supported: ['code'] }),
      ...stopped('metadata.endpoint_missing'),
    }),
    says: ['"authorization_endpoint", "token_endpoint"', '--token-endpoint'],
  },
  {
    code: 'discovery/pkce-not-advertised',
    name: 'nothing is said of PKCE',
    given: symptoms({
      ...generic,
      discovery: server(whole),
      flows: [],
      results: [failed('discovery/server-advertises-s256')],
    }),
    says: ['is missing', 'S256'],
  },
  {
    code: 'discovery/pkce-not-advertised',
    name: 'plain alone, and the flow stopped',
    given: symptoms({
      ...generic,
      discovery: server({ ...whole, code_challenge_methods_supported: ['plain'] }),
      ...stopped('pkce.not_advertised'),
    }),
    says: ['"plain"'],
  },
  {
    code: 'discovery/endpoint-on-another-origin',
    name: 'keys on another host',
    given: symptoms({
      ...generic,
      discovery: server({ ...whole, jwks_uri: 'https://cdn.example/keys' }),
      ...stopped('endpoint.origin'),
    }),
    says: ['jwks_uri is "https://cdn.example/keys"', IDP, 'If https://cdn.example does belong to it'],
  },
  {
    code: 'discovery/no-signing-keys',
    name: 'an empty set',
    given: symptoms({
      ...generic,
      discovery: server(whole),
      flows: [],
      results: [failed('discovery/server-keys-are-public', { verdict: 'warn' })],
    }),
    says: [`"${IDP}/keys"`, 'has no key'],
    severity: 'warning',
  },
  {
    code: 'discovery/no-signing-keys',
    name: '404',
    given: symptoms({
      ...generic,
      discovery: server(whole),
      flows: [],
      exchanges: [exchange({ n: 7, url: `${IDP}/keys`, status: 404 })],
      results: [failed('discovery/server-keys-are-public', { exchanges: [7] })],
    }),
    says: ['it answered 404', 'OAUTH_JWKS_URI'],
  },
]);

describe('what is right at a provider', () => {
  it('Entra ID never says that it does PKCE', () => {
    expect(codesOf(symptoms())).toEqual([]);
  });

  it('404 at the places before the metadata is as it should be', () => {
    const given = symptoms({
      ...generic,
      discovery: server(whole, [{ url: AT, status: 404, outcome: '404' }]),
      flows: [],
    });
    expect(codesOf(given)).toEqual([]);
  });

  it('a private key that is published is no missing one', () => {
    const given = symptoms({
      ...generic,
      discovery: server(whole),
      flows: [],
      exchanges: [exchange({ n: 7, url: `${IDP}/keys`, contentType: 'application/json' })],
      results: [failed('discovery/server-keys-are-public', { exchanges: [7] })],
    });
    expect(codesOf(given)).not.toContain('discovery/no-signing-keys');
  });
});

const OTHER_API = 'f59c165b-1662-4bfc-a8ae-ec15aa932f0b';
const foreign = published({ scopes_supported: [`api://${OTHER_API}/calculator.add`] });

describeRules('the scopes that the endpoint advertises', [
  {
    code: 'entra/scopes-of-another-api',
    name: 'and a person asked for them',
    given: symptoms({
      discovery: foreign,
      flows: [
        flow({
          request: { flow: 'authorization_code' },
          error: error('auth.refused', 'AADSTS650053', {
            status: 400,
            error: 'invalid_client',
            aadsts: 650053,
          }),
          sessions: [],
        }),
      ],
      results: [failed('road/token', { flow: 'authorization_code' })],
    }),
    says: [`api://${OTHER_API}/calculator.add`, `"${API}"`, `api://${API}/calculator.add`],
  },
  {
    code: 'entra/scopes-of-another-api',
    name: 'and nobody asked for them',
    given: symptoms({ discovery: foreign }),
    says: [OTHER_API],
    severity: 'warning',
  },
  {
    code: 'entra/short-scopes',
    name: 'scopes without their API',
    given: symptoms({ discovery: published({ scopes_supported: ['calculator.add'] }) }),
    says: ['"calculator.add"', `api://${API}/calculator.add`, 'AADSTS650053'],
    severity: 'warning',
  },
  {
    code: 'entra/short-scopes',
    name: 'in the challenge alone',
    given: symptoms({
      discovery: discovery({ challenge: { scheme: 'Bearer', parameters: { scope: 'calculator.add' } } }),
    }),
    says: ['the challenge has "calculator.add"'],
    severity: 'warning',
  },
  {
    code: 'discovery/openid-scopes',
    name: 'offline_access',
    given: symptoms({ discovery: published({ scopes_supported: [`api://${API}/a`, 'offline_access'] }) }),
    says: ['scopes_supported has "offline_access"'],
    severity: 'warning',
  },
  {
    code: 'discovery/openid-scopes',
    name: 'openid alone',
    given: symptoms({ discovery: published({ scopes_supported: [`api://${API}/a`, 'openid'] }) }),
    says: ['"openid"'],
    severity: 'note',
  },
]);

describe('scopes that are right', () => {
  it.each([
    ['of the API by its App ID URI', [`api://${API}/calculator.add`], API],
    ['of an App ID URI with a verified domain', ['https://calculator.contoso.com/calculator.add'], API],
    ['of an API whose App ID URI holds its id', [`api://contoso/${API}/calculator.add`], API],
    ['of an App ID URI by name', ['api://calculator/calculator.add'], 'api://calculator'],
  ])('%s', (_, scopes, audience) => {
    const given = symptoms({
      target: { audience },
      discovery: published({ scopes_supported: scopes }),
      flows: [],
    });
    expect(codesOf(given)).toEqual([]);
  });

  it('short ones at another provider', () => {
    const given = symptoms({
      profile: 'keycloak',
      target: { issuer: ISSUER },
      discovery: published({ scopes_supported: ['calculator.add'] }),
      flows: [],
    });
    expect(codesOf(given)).toEqual([]);
  });
});
