import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { describeRules } from './describe-rules.ts';
import { at, issuers, known, lost, tokenOf, without } from './idp-symptoms.ts';
import { CLIENT, error, failed, flow, session } from './symptoms.ts';

const audience = { audience: 'calculator' };
const road = failed('road/token', { flow: 'client_credentials' });
const refused = session({ error: error('auth.rejected_token', 'It says no.', { status: 401 }) });
const wantsScope = session({
  error: error('auth.insufficient_scope', 'The endpoint asks for more (403).', {
    status: 403,
    scope: 'calculator.add',
  }),
});
const withRoles = (roles: readonly string[]) =>
  tokenOf('keycloak', {}, { aud: ['calculator', 'account'], roles });

describeRules('at Keycloak', [
  {
    code: 'keycloak/audience-missing',
    name: 'aud is the account console alone',
    given: at('keycloak', {
      target: audience,
      flows: [flow({ token: tokenOf('keycloak', {}, { aud: ['account'] }), sessions: [refused] })],
      results: [failed('token/audience-as-expected', { flow: 'client_credentials' })],
    }),
    says: ['aud is "account"; expected is "calculator"', CLIENT, 'Included Custom Audience calculator'],
  },
  {
    code: 'keycloak/roles-not-read',
    name: 'realm roles',
    given: at('keycloak', {
      target: audience,
      flows: [flow({ token: withRoles(['realm:calculator.add']), sessions: [wantsScope] })],
      results: [failed('road/call', { flow: 'client_credentials' })],
    }),
    says: ['realm_access.roles', 'demands "calculator.add"', 'has "realm:calculator.add"'],
  },
  {
    code: 'keycloak/roles-not-read',
    name: 'client roles',
    given: at('keycloak', {
      target: audience,
      flows: [flow({ token: withRoles(['client:calculator:calculator.add']), sessions: [wantsScope] })],
      results: [failed('road/call', { flow: 'client_credentials' })],
    }),
    says: ['resource_access'],
  },
  {
    code: 'keycloak/realm-not-found',
    name: 'and the endpoint names no other',
    given: at('keycloak', {
      target: { issuer: 'https://id.example.com/realms/Contoso' },
      discovery: lost('https://id.example.com/realms/Contoso'),
      flows: [without({ error: error('metadata.not_found') })],
      results: [road],
    }),
    says: ['no realm "Contoso"', 'answered 404', 'upper and lower case'],
  },
  {
    code: 'keycloak/realm-not-found',
    name: 'below the path of old',
    given: at('keycloak', {
      target: { issuer: 'https://id.example.com/auth/realms/contoso' },
      discovery: lost('https://id.example.com/auth/realms/contoso', issuers.keycloak),
      flows: [without({ error: error('metadata.not_found') })],
      results: [road],
    }),
    says: ['below /auth', `The endpoint names "${issuers.keycloak}"`],
  },
  {
    code: 'keycloak/issuer-by-other-host',
    name: 'in its metadata',
    given: at('keycloak', {
      discovery: known(issuers.keycloak, {}, 'http://localhost:8080/realms/contoso'),
      flows: [without({ error: error('issuer.mismatch', 'Two names.') })],
      results: [road],
    }),
    says: ['"http://localhost:8080/realms/contoso"', 'Behind a proxy'],
  },
  {
    code: 'keycloak/issuer-by-other-host',
    name: 'in its tokens',
    given: at('keycloak', {
      flows: [
        flow({
          token: tokenOf('keycloak', {}, { iss: 'https://keycloak.internal.example/realms/contoso' }),
          sessions: [refused],
        }),
      ],
      results: [failed('road/session', { flow: 'client_credentials' })],
    }),
    says: ['iss of its token says "https://keycloak.internal.example/realms/contoso"', 'two names are two'],
  },
  {
    code: 'keycloak/scope-not-assigned',
    name: 'and the metadata shows which',
    given: at('keycloak', {
      flows: [
        without({
          error: error('oauth.invalid_scope', 'Refused.', {
            error: 'invalid_scope',
            description: 'Invalid scopes: calculator.add',
          }),
        }),
      ],
      results: [road],
    }),
    says: ['no client scope "calculator.add"', 'scopes_supported', CLIENT],
  },
]);

describeRules('at Azure AD B2C', [
  {
    code: 'b2c/policy-missing',
    name: 'the issuer has a tenant and no policy',
    given: at('entra', {
      discovery: lost(issuers.entra),
      flows: [without({ error: error('metadata.not_found') })],
      results: [road],
    }),
    says: [issuers.entra, 'B2C_1_'],
  },
]);

it.each([
  [
    'a token that names the API',
    at('keycloak', { flows: [flow({ token: withRoles([]), sessions: [refused] })] }),
  ],
  [
    'a token that the endpoint takes',
    at('keycloak', { flows: [flow({ token: tokenOf('keycloak', {}, { aud: ['account'] }) })] }),
  ],
  [
    'the same token at another provider',
    at('auth0', {
      flows: [flow({ token: tokenOf('auth0', {}, { aud: ['account'] }), sessions: [refused] })],
    }),
  ],
])('misses no audience mapper: %s', (_, given) => {
  expect(diagnose(given).map(({ code }) => code)).not.toContain('keycloak/audience-missing');
});

it('does not take the missing realm for certain when another status came', () => {
  const away = lost(issuers.keycloak);
  const given = at('keycloak', {
    discovery: {
      ...away,
      authorizationServerTried: [{ url: `${issuers.keycloak}/x`, status: 503, outcome: '503' }],
    },
    flows: [without({ error: error('metadata.not_found') })],
    results: [road],
  });
  expect(diagnose(given).map(({ code }) => code)).not.toContain('keycloak/realm-not-found');
});

it('another realm at another host is no matter of the host name', () => {
  const given = at('keycloak', {
    discovery: known(issuers.keycloak, {}, 'http://localhost:8080/realms/other'),
    flows: [without({ error: error('issuer.mismatch', 'Two names.') })],
    results: [road],
  });
  expect(diagnose(given).map(({ code }) => code)).not.toContain('keycloak/issuer-by-other-host');
});
