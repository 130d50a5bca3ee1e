import { describe, expect, it } from 'vitest';
import { describeRules } from './describe-rules.ts';
import { codesOf, pasted, published } from './discovery-pastes.ts';
import {
  discovery,
  error,
  failed,
  flow,
  ISSUER,
  symptoms,
  TENANT,
  token,
  URL_OF_ENDPOINT,
} from './symptoms.ts';

const HOST = 'https://login.microsoftonline.com';
const OTHER = '7f1f3a52-64c1-4d2b-9e05-0b7c6c1d9a11';
const EXACT = failed('discovery/issuer-is-exact');
const named = (...issuers: readonly string[]) => published({ authorization_servers: issuers });
const inEurope = `https://contoso.ciamlogin.com/${TENANT}/v2.0`;
const ofTenantId = `https://${TENANT}.ciamlogin.com/${TENANT}/v2.0`;

/** An authorization server that calls itself so. */
const called = (issuer: string, ...names: readonly string[]) => ({
  ...named(...names),
  authorizationServerMetadata: {
    url: `${issuer}/.well-known/openid-configuration`,
    document: { issuer },
    exchange: 4,
    tried: [],
  },
});

describeRules('the authorization server that the endpoint names', [
  {
    code: 'discovery/no-authorization-server',
    name: 'an empty list',
    given: symptoms({ discovery: named(), results: [failed('discovery/authorization-servers-listed')] }),
    says: ['an empty list', 'OAUTH_ISSUER'],
  },
  {
    code: 'discovery/no-authorization-server',
    name: 'no list',
    given: symptoms({
      discovery: {
        ...named(),
        protectedResourceMetadata: { url: 'https://a.example/prm', document: {}, exchange: 3, tried: [] },
      },
    }),
    says: ['missing, or no array', 'https://a.example/prm'],
  },
  {
    code: 'entra/issuer-without-v2',
    name: 'the tenant without /v2.0',
    given: symptoms({ discovery: named(`${HOST}/${TENANT}`), results: [EXACT] }),
    says: [`"${HOST}/${TENANT}"`, `https://sts.windows.net/${TENANT}/`, ISSUER],
  },
  {
    code: 'entra/issuer-without-v2',
    name: 'the issuer of version 1',
    given: symptoms({ discovery: named(`https://sts.windows.net/${TENANT}/`), results: [EXACT] }),
    says: [ISSUER],
  },
  {
    code: 'entra/issuer-without-v2',
    name: 'at a host of its own, which its metadata shows to be Entra ID',
    given: symptoms({
      target: { url: URL_OF_ENDPOINT },
      discovery: {
        ...called(`https://sts.windows.net/${TENANT}/`, `https://login.contoso.com/${TENANT}`),
        issuer: `https://login.contoso.com/${TENANT}`,
      },
      results: [EXACT],
    }),
    says: [`https://login.contoso.com/${TENANT}/v2.0`],
  },
  {
    code: 'entra/issuer-of-many-tenants',
    name: 'common',
    given: symptoms({ discovery: named(`${HOST}/common/v2.0`), results: [EXACT] }),
    says: ['"common"', `${HOST}/{tenantid}/v2.0`],
  },
  {
    code: 'entra/issuer-of-many-tenants',
    name: 'organizations, with its own template as metadata',
    given: symptoms({
      discovery: called(`${HOST}/{tenantid}/v2.0`, `${HOST}/organizations/v2.0`),
      results: [EXACT],
    }),
    says: ['"organizations"'],
  },
  {
    code: 'entra/issuer-of-many-tenants',
    name: 'a template that nobody filled in',
    given: symptoms({ discovery: named(`${HOST}/{tenantid}/v2.0`), results: [EXACT] }),
    says: ['placeholder', ISSUER],
  },
  {
    code: 'entra/issuer-by-domain',
    name: 'the domain of the tenant',
    given: symptoms({ discovery: named(`${HOST}/contoso.onmicrosoft.com/v2.0`), results: [EXACT] }),
    says: ['contoso.onmicrosoft.com', ISSUER],
  },
  {
    code: 'entra/issuer-of-another-tenant',
    name: 'another GUID',
    given: symptoms({ discovery: named(`${HOST}/${OTHER}/v2.0`), results: [EXACT] }),
    says: [OTHER, TENANT, `--tenant ${OTHER}`],
  },
  {
    code: 'entra/external-id-issuer',
    name: "the tenant's name as host",
    given: symptoms({
      target: { tenant: TENANT, authority: 'https://contoso.ciamlogin.com' },
      discovery: called(ofTenantId, inEurope),
      results: [EXACT],
    }),
    says: [`"${inEurope}"`, `"${ofTenantId}"`],
  },
  {
    code: 'discovery/issuer-is-metadata-url',
    name: 'the URL of the discovery document',
    given: symptoms({ discovery: named(`${ISSUER}/.well-known/openid-configuration`), results: [EXACT] }),
    says: [`"${ISSUER}/.well-known/openid-configuration"`, `"${ISSUER}"`],
  },
  {
    code: 'issuer/differs-by-slash',
    name: 'Auth0 without its slash',
    given: symptoms({
      profile: 'auth0',
      target: { issuer: 'https://contoso.eu.auth0.com/' },
      discovery: called('https://contoso.eu.auth0.com/', 'https://contoso.eu.auth0.com'),
      flows: [],
    }),
    says: ['"https://contoso.eu.auth0.com/"', '"https://contoso.eu.auth0.com"', 'without the slash'],
    severity: 'warning',
  },
  {
    code: 'issuer/differs-by-slash',
    name: 'and nothing was sent for it',
    given: symptoms({
      profile: 'generic',
      target: { issuer: 'https://id.example' },
      discovery: called('https://id.example/', 'https://id.example'),
      flows: [flow({ error: error('issuer.mismatch'), sessions: [] })],
      results: [failed('road/token', { flow: 'client_credentials' })],
    }),
    says: ['character for character'],
  },
  {
    code: 'discovery/several-authorization-servers',
    name: 'two, and the second one is in use',
    given: symptoms({ discovery: named('https://contoso.okta.com', ISSUER) }),
    says: ['"https://contoso.okta.com"', ISSUER],
    severity: 'note',
  },
  {
    code: 'token/of-another-server',
    name: 'a token of another realm',
    given: symptoms({
      profile: 'keycloak',
      target: { issuer: 'https://id.example/realms/main' },
      discovery: called('https://id.example/realms/main', 'https://id.example/realms/main'),
      flows: [flow({ request: { flow: 'bearer' }, token: token({ iss: 'https://id.example/realms/test' }) })],
    }),
    says: ['"https://id.example/realms/test"', '"https://id.example/realms/main"'],
  },
]);

describe('the right issuer', () => {
  it('is what can be pasted, wherever it was seen', () => {
    for (const wrong of [
      `${HOST}/${TENANT}`,
      `${HOST}/common/v2.0`,
      `${HOST}/contoso.onmicrosoft.com/v2.0`,
    ]) {
      const [text = ''] = pasted(
        codesOf(symptoms({ discovery: named(wrong), results: [EXACT] }))[0] ?? '',
        symptoms({ discovery: named(wrong), results: [EXACT] }),
      );
      expect(JSON.parse(text)).toMatchObject({ authorization_servers: [ISSUER] });
    }
  });

  it('beside a wrong one leaves a warning', () => {
    const given = symptoms({ discovery: named(ISSUER, `${HOST}/common/v2.0`) });
    expect(codesOf(given)).toEqual([
      'entra/issuer-of-many-tenants',
      'discovery/several-authorization-servers',
    ]);
  });

  it.each([
    ['of the tenant', named(ISSUER)],
    ['of External ID, by the tenant id', called(ofTenantId, ofTenantId)],
  ])('%s: nothing is said', (_, right) => {
    expect(codesOf(symptoms({ discovery: right, flows: [] }))).toEqual([]);
  });

  it.each([
    [
      'a version 1 token of the same tenant',
      token({ iss: `https://sts.windows.net/${TENANT}/`, version: '1.0' }),
    ],
    ['a token without issuer', token({ iss: null })],
  ])('%s is not taken for one of another server', (_, mine) => {
    expect(codesOf(symptoms({ flows: [flow({ token: mine })] }))).not.toContain('token/of-another-server');
  });

  it('of all tenants stands for the tenant of the token', () => {
    const given = symptoms({
      target: { tenant: 'organizations' },
      discovery: called(`${HOST}/{tenantid}/v2.0`, `${HOST}/organizations/v2.0`),
    });
    expect(codesOf(given)).not.toContain('token/of-another-server');
  });

  it('without metadata nothing is compared', () => {
    expect(codesOf(symptoms({ discovery: discovery({ authorizationServers: [] }) }))).not.toContain(
      'token/of-another-server',
    );
  });
});
