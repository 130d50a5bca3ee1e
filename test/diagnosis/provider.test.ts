import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { describeRules } from './describe-rules.ts';
import { CLIENT, error, failed, flow, symptoms } from './symptoms.ts';

const roadToken = failed('road/token', { flow: 'client_credentials' });

describeRules('the authorization server refuses', [
  {
    code: 'entra/aadsts-7000215',
    name: 'a wrong secret',
    given: symptoms({
      flows: [
        flow({
          error: error('oauth.invalid_client', 'Refused.', {
            error: 'invalid_client',
            aadsts: 7000215,
            description: 'AADSTS7000215: Invalid secret. Trace ID: trace-1 Correlation ID: c Timestamp: t',
            status: 401,
            traceId: 'trace-1',
          }),
          sessions: [],
        }),
      ],
      results: [roadToken],
    }),
    says: ['secret is wrong', CLIENT, 'Value', '"Invalid secret." (invalid_client, AADSTS7000215, HTTP 401)'],
  },
  {
    code: 'oauth/invalid_scope',
    name: 'an OAuth error of any provider',
    given: symptoms({
      profile: 'generic',
      flows: [
        flow({ error: error('oauth.invalid_scope', 'Refused.', { error: 'invalid_scope' }), sessions: [] }),
      ],
    }),
    says: ['scope is unknown', CLIENT],
  },
  {
    code: 'provider/refused',
    name: 'an error nobody knows',
    given: symptoms({
      flows: [
        flow({
          error: error('oauth.odd', 'Refused (odd).', { error: 'odd', correlationId: 'c-1' }),
          sessions: [],
        }),
      ],
    }),
    says: ['Refused (odd).', 'identifiers below'],
  },
  {
    code: 'provider/refused',
    name: 'a number nobody knows, which may get a code of its own one day',
    given: symptoms({
      flows: [
        flow({
          error: error('oauth.invalid_grant', 'Refused.', { error: 'invalid_grant', aadsts: 9999999 }),
          sessions: [],
        }),
      ],
    }),
    says: ['Refused.', 'not accepted'],
  },
  ...(
    [
      ['entra', ['App registrations', 'http://localhost/callback']],
      ['okta', ['Native Application', 'http://127.0.0.1:8400/callback', '--port 8400']],
      ['auth0', ['Allowed Callback URLs', 'http://127.0.0.1:8400/callback']],
      ['keycloak', ['Trusted Hosts']],
      ['generic', ['native (public) client', 'http://127.0.0.1/callback']],
    ] as const
  ).map(([profile, says]) => ({
    code: 'registration/refused',
    name: `nobody is registered, at ${profile}`,
    given: symptoms({
      profile,
      flows: [
        flow({
          request: { flow: 'authorization_code' },
          error: error('registration.forbidden', 'The authorization server registers nobody.'),
          sessions: [],
        }),
      ],
      results: [failed('road/token', { flow: 'authorization_code' })],
    }),
    says: ['registers nobody.', '--client-id', ...says],
  })),
  {
    code: 'registration/refused',
    name: 'a client that was registered and is forgotten',
    given: symptoms({
      flows: [
        flow({
          error: { ...error('registration.lost', 'It does not know the client.'), hint: 'Sign in again.' },
          sessions: [],
        }),
      ],
      results: [roadToken],
    }),
    says: ['no longer knows the client', 'It does not know the client.', 'Sign in again.'],
  },
  {
    code: 'provider/refused',
    name: 'the identity provider, and not the authorization server',
    given: symptoms({
      flows: [
        flow({
          error: {
            ...error('oauth.invalid_client', 'The identity provider refused the token exchange.', {
              error: 'invalid_client',
            }),
            phase: 'token_exchange',
            hint: 'Check --idp-client-id.',
          },
          sessions: [],
        }),
      ],
      results: [roadToken],
    }),
    says: ['The identity provider refuses', '--idp-client-id'],
  },
  {
    code: 'settings/refused',
    name: 'a credential that the authorization server does not take',
    given: symptoms({
      flows: [
        flow({
          error: { ...error('credential.method', 'It takes tls_client_auth.'), hint: 'Use none of these.' },
          sessions: [],
        }),
      ],
      results: [roadToken],
    }),
    says: ['It takes tls_client_auth.', 'Use none of these.'],
  },
  {
    code: 'token/not-bound',
    name: 'a bearer token in place of a bound one',
    given: symptoms({
      flows: [
        flow({
          request: { dpop: true },
          error: error('token.type', 'It gave a Bearer token.'),
          sessions: [],
        }),
      ],
      results: [roadToken],
    }),
    says: ['It gave a Bearer token.', 'dpop_signing_alg_values_supported is missing', '--dpop'],
  },
  {
    code: 'token/unusable-answer',
    name: 'a type that nobody asked for',
    given: symptoms({ flows: [flow({ error: error('token.type', 'It is mac.'), sessions: [] })] }),
    says: ['It is mac.'],
  },
  {
    code: 'person/needed',
    name: 'no browser in CI',
    given: symptoms({ flows: [flow({ error: error('person.not_allowed'), sessions: [] })] }),
    says: ['mcp-authcheck login'],
  },
]);

it('a bearer token in place of a bound one is named once', () => {
  const flows = [flow({ request: { dpop: true }, error: error('token.type'), sessions: [] })];
  expect(diagnose(symptoms({ flows })).map(({ code }) => code)).toEqual(['token/not-bound']);
});

it('what the support asks for stands beside the finding', () => {
  const provider = {
    error: 'invalid_client',
    aadsts: 7000222,
    traceId: 't-1',
    correlationId: 'c-1',
    timestamp: '2026-11-23 09:00:00Z',
  };
  const flows = [flow({ error: error('oauth.invalid_client', 'Refused.', provider), sessions: [] })];
  const [finding] = diagnose(symptoms({ flows }));
  expect(finding?.support).toEqual({
    traceId: 't-1',
    correlationId: 'c-1',
    timestamp: '2026-11-23 09:00:00Z',
  });
  expect(finding?.look).toBe(
    'Entra admin center > Monitoring & health > Sign-in logs > Service principal sign-ins, filter Correlation ID c-1.',
  );
  expect(finding?.paste?.[0]?.text).toContain(`az ad app credential reset --id ${CLIENT}`);
});

it('nobody who came back from the browser is several causes, and a look at the page decides', () => {
  const flows = [
    flow({
      request: { flow: 'authorization_code' },
      error: error('person.timeout', 'No answer came from the browser within 120 s.'),
      sessions: [],
    }),
  ];
  const [finding] = diagnose(symptoms({ flows }));
  expect(finding).toMatchObject({ code: 'person/needed', confidence: 'possible' });
  expect(finding?.summary).toContain('no answer came back');
  expect(finding?.alternatives?.[0]).toContain('http://localhost/callback is not registered');
  expect(finding?.decide).toContain('AADSTS number');
  expect(finding?.paste?.[0]?.text).toContain('az rest');
});
