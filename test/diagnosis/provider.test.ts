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
    says: [
      'secret is wrong',
      CLIENT,
      'Value',
      '"Invalid secret." (invalid_client, AADSTS7000215, HTTP 401, trace id trace-1)',
    ],
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
    says: ['Refused (odd).', 'c-1'],
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
  {
    code: 'person/needed',
    name: 'no browser in CI',
    given: symptoms({ flows: [flow({ error: error('person.not_allowed'), sessions: [] })] }),
    says: ['mcp-authcheck login'],
  },
]);
