import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { describeRules } from './describe-rules.ts';
import { at, issuers, known, tokenOf, without } from './idp-symptoms.ts';
import { CLIENT, error, failed, flow, session } from './symptoms.ts';

const API = 'https://calculator.contoso.example/';
const audience = { audience: API };
const road = failed('road/token', { flow: 'client_credentials' });
const noAudience = { audience: undefined } as unknown as { audience: string };

const refusedFor = (description: string) =>
  session({
    error: error('auth.rejected_token', `It says "${description}".`, { status: 401, description }),
  });
const persons = { flow: 'authorization_code' };
const list = tokenOf('auth0', {}, { aud: [API, `${issuers.auth0}userinfo`] });
const single = tokenOf('auth0', {}, { aud: [API] });
const personsSession = failed('road/session', { flow: 'authorization_code' });

describeRules('at Auth0', [
  {
    code: 'auth0/no-audience',
    name: 'a machine gets no token, a person an encrypted one',
    given: at('auth0', {
      target: noAudience,
      flows: [
        without({ error: error('usage.audience_missing', 'No audience.') }),
        flow({
          request: persons,
          token: tokenOf('auth0', null, { format: 'jwe', header: { alg: 'dir', enc: 'A256GCM' }, aud: [] }),
          sessions: [refusedFor('The token is not a well-formed JWT')],
        }),
      ],
      results: [road, personsSession],
    }),
    says: ['JWE, "A256GCM"', '/userinfo', 'Applications > APIs'],
  },
  {
    code: 'auth0/audience-is-an-array',
    name: 'a token with one audience is taken, one with two is not',
    given: at('auth0', {
      target: audience,
      flows: [
        flow({ token: single }),
        flow({ request: persons, token: list, sessions: [refusedFor('No.')] }),
      ],
      results: [personsSession],
    }),
    says: [`aud is "${API}", "${issuers.auth0}userinfo"`, 'openid'],
  },
  {
    code: 'auth0/audience-is-an-array',
    name: 'the refusal speaks of the audience',
    given: at('auth0', {
      target: audience,
      flows: [flow({ request: persons, token: list, sessions: [refusedFor('jwt audience invalid')] })],
      results: [personsSession],
    }),
    says: ['jwt audience invalid'],
  },
  {
    code: 'auth0/issuer-without-slash',
    name: 'the endpoint names it without',
    given: at('auth0', {
      target: audience,
      discovery: known(issuers.auth0, { authorizationServers: [issuers.auth0.slice(0, -1)] }),
      flows: [flow({ token: single, sessions: [refusedFor('No.')] })],
      results: [failed('road/session', { flow: 'client_credentials' })],
    }),
    says: [`iss is "${issuers.auth0}"`, `names "${issuers.auth0.slice(0, -1)}"`],
  },
  {
    code: 'auth0/issuer-without-slash',
    name: 'the pin has none',
    given: at('auth0', {
      target: { ...audience, issuer: issuers.auth0.slice(0, -1) },
      flows: [without({ error: error('issuer.mismatch', 'Two names.') })],
      results: [road],
    }),
    says: [`Given is "${issuers.auth0.slice(0, -1)}"`],
  },
  {
    code: 'auth0/permissions-missing',
    name: 'they are expected, and the claim is not there',
    given: at('auth0', {
      target: audience,
      flows: [
        flow({
          request: { expect: { roles: ['permission:calculator.add'] } },
          token: tokenOf('auth0', { scope: 'calculator.add' }, { aud: [API], scp: ['calculator.add'] }),
        }),
      ],
      results: [failed('token/roles-as-expected', { flow: 'client_credentials' })],
    }),
    says: ['permissions "calculator.add"', 'Add Permissions in the Access Token'],
  },
  {
    code: 'auth0/client-grant-missing',
    name: 'in the words of Auth0',
    given: at('auth0', {
      target: audience,
      flows: [
        without({
          error: error('oauth.access_denied', 'Refused.', {
            error: 'access_denied',
            status: 403,
            description: `Client is not authorized to access "${API}". You might probably want to create a "client-grant" associated to this API.`,
          }),
        }),
      ],
      results: [road],
    }),
    says: [CLIENT, 'Machine to Machine Applications', '(access_denied, HTTP 403)'],
  },
]);

it('quotes for the shell what a server named', () => {
  const [finding] = diagnose(
    at('auth0', {
      target: { audience: "it's $(touch x)" },
      flows: [
        without({
          error: error('oauth.access_denied', 'Refused.', {
            error: 'access_denied',
            description: 'Client is not authorized to access "x".',
          }),
        }),
      ],
    }),
  );
  expect(finding?.paste?.[0]?.text).toMatch(
    /^auth0 api post client-grants --data '.*it'\\''s \$\(touch x\).*'$/,
  );
});

it('a token with permissions misses none, whatever the endpoint says', () => {
  const given = at('auth0', {
    flows: [
      flow({
        request: { expect: { roles: ['permission:calculator.add'] } },
        token: tokenOf('auth0', { permissions: [] }, { aud: [API] }),
      }),
    ],
  });
  expect(diagnose(given).map(({ code }) => code)).not.toContain('auth0/permissions-missing');
});

it.each([
  ['its server refuses the issuer', 'unexpected "iss" claim value'],
  ['its server does not say why', 'No.'],
])('does not blame the list of audiences where %s', (_, description) => {
  const given = at('auth0', {
    target: audience,
    flows: [flow({ request: persons, token: list, sessions: [refusedFor(description)] })],
    results: [personsSession],
  });
  expect(diagnose(given).map(({ code }) => code)).not.toContain('auth0/audience-is-an-array');
});

it('does not blame the list of audiences where the audience alone is refused as well', () => {
  const sessions = [refusedFor('jwt audience invalid')];
  const given = at('auth0', {
    target: audience,
    flows: [flow({ token: single, sessions }), flow({ request: persons, token: list, sessions })],
    results: [personsSession],
  });
  expect(diagnose(given).map(({ code }) => code)).not.toContain('auth0/audience-is-an-array');
});
