import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { describeRules } from './describe-rules.ts';
import { at, issuers, known, lost, tokenOf, without } from './idp-symptoms.ts';
import { CLIENT, error, failed, flow, session } from './symptoms.ts';

const ORG = 'https://dev-1.okta.com';
const road = failed('road/token', { flow: 'client_credentials' });
const call = failed('road/call', { flow: 'client_credentials' });

const wantsScope = session({
  error: error('auth.insufficient_scope', 'The endpoint asks for more (403).', {
    status: 403,
    scope: 'calculator.add',
  }),
});
const oktaToken = (scp: unknown) =>
  tokenOf('okta', { scp, cid: CLIENT }, { aud: ['api://default'], scp: ['calculator.add'] });

describeRules('at Okta', [
  {
    code: 'okta/org-authorization-server',
    name: 'the profile refused a custom scope before anything was sent',
    given: at('okta', {
      target: { issuer: ORG },
      discovery: known(ORG),
      flows: [without({ error: error('usage.scope_not_offered', 'It has no custom scopes.') })],
      results: [road],
    }),
    says: [`"${ORG}" has no path /oauth2/…`, 'Security > API > Authorization Servers'],
  },
  {
    code: 'okta/org-authorization-server',
    name: 'Okta refused a custom scope',
    given: at('okta', {
      target: { issuer: ORG },
      discovery: known(ORG),
      flows: [
        without({
          error: error('oauth.invalid_scope', 'Refused.', {
            error: 'invalid_scope',
            description: 'Custom scopes are not allowed for this request.',
          }),
        }),
      ],
      results: [road],
    }),
    says: ['Okta said "Custom scopes are not allowed for this request."'],
  },
  {
    code: 'okta/authorization-server-not-found',
    name: 'the endpoint names another one at the same org',
    given: at('okta', {
      target: { issuer: `${ORG}/oauth2/calculator` },
      discovery: lost(`${ORG}/oauth2/calculator`, issuers.okta),
      flows: [without({ error: error('metadata.not_found') })],
      results: [road],
    }),
    says: ['no authorization server "calculator"', `The endpoint names "${issuers.okta}"`],
  },
  {
    code: 'okta/scopes-are-an-array',
    name: 'the scope that is demanded stands in the list',
    given: at('okta', {
      flows: [flow({ token: oktaToken(['calculator.add']), sessions: [wantsScope] })],
      results: [call],
    }),
    says: ['demands "calculator.add"', 'scp is "calculator.add", a list'],
  },
  {
    code: 'okta/scope-not-configured',
    name: 'in the words of Okta, with what was asked for',
    given: at('okta', {
      flows: [
        without({
          error: error('oauth.invalid_scope', 'Refused.', {
            error: 'invalid_scope',
            status: 400,
            description: 'One or more scopes are not configured for the authorization server resource.',
          }),
        }),
      ],
      results: [road],
    }),
    says: ['asked for: "calculator.add"', '(invalid_scope, HTTP 400)', 'Add Scope'],
  },
  {
    code: 'provider/redirect-port-not-fixed',
    name: 'nobody came back from the browser, and no port is given',
    given: at('okta', {
      flows: [
        without({
          request: { flow: 'authorization_code' },
          error: error('person.timeout', 'No answer came from the browser within 30 s.'),
        }),
      ],
      results: [failed('road/token', { flow: 'authorization_code' })],
    }),
    says: ['http://127.0.0.1:8400/callback', CLIENT, 'Okta compares the port'],
  },
]);

it('of several refusals for one reason makes one finding, with every client', () => {
  const refusal = error('oauth.access_denied', 'Refused.', {
    error: 'access_denied',
    description: 'Policy evaluation failed for this request, please check the policy configurations.',
  });
  const findings = diagnose(
    at('okta', {
      flows: [
        without({ request: { clientId: '0oaOne' }, error: refusal }),
        without({ request: { flow: 'authorization_code', clientId: '0oaTwo' }, error: { ...refusal } }),
      ],
      results: [road, failed('road/token', { flow: 'authorization_code' })],
    }),
  );
  expect(findings.map(({ code }) => code)).toEqual(['okta/policy-evaluation-failed']);
  expect(findings[0]?.fix).toContain('0oaOne, 0oaTwo');
});

it.each([
  ['a list that lacks the scope', at('okta', { flows: [flow({ token: oktaToken([]), sessions: [] })] })],
  [
    'a string with the scope',
    at('okta', { flows: [flow({ token: oktaToken('calculator.add'), sessions: [wantsScope] })] }),
  ],
  [
    'the same at another provider',
    at('auth0', { flows: [flow({ token: oktaToken(['calculator.add']), sessions: [wantsScope] })] }),
  ],
])('does not blame the list of scopes: %s', (_, given) => {
  expect(diagnose(given).map(({ code }) => code)).not.toContain('okta/scopes-are-an-array');
});

it('does not blame the org authorization server for a wrong secret of its own API', () => {
  const given = at('okta', {
    target: { issuer: ORG },
    discovery: known(ORG),
    flows: [
      without({
        request: { scopes: ['okta.users.read'] },
        error: error('oauth.invalid_client', 'Refused.', { error: 'invalid_client' }),
      }),
    ],
    results: [road],
  });
  expect(diagnose(given).map(({ code }) => code)).toEqual(['oauth/invalid_client']);
});

it('does not blame the port where it is given', () => {
  const given = at('okta', {
    flows: [
      without({
        request: { flow: 'authorization_code', port: 8400 },
        error: error('person.timeout', 'No answer came.'),
      }),
    ],
  });
  expect(diagnose(given).map(({ code }) => code)).not.toContain('provider/redirect-port-not-fixed');
});
