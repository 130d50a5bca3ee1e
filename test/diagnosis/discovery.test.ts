import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import { describeRules } from './describe-rules.ts';
import { discovery, error, failed, flow, ISSUER, symptoms, URL_OF_ENDPOINT } from './symptoms.ts';

const roadToken = failed('road/token', { flow: 'client_credentials' });
describeRules('what the endpoint says of itself', [
  {
    code: 'issuer/not-pinned',
    name: 'the endpoint names an authorization server, and nothing pins one',
    given: symptoms({
      profile: 'generic',
      flows: [flow({ error: error('issuer.not_pinned'), sessions: [] })],
      results: [roadToken],
    }),
    says: [ISSUER, `--issuer ${ISSUER}`],
  },
  {
    code: 'issuer/not-pinned',
    name: 'the endpoint names another authorization server than the pinned one',
    given: symptoms({
      discovery: discovery({ authorizationServers: ['https://login.evil.example'] }),
      flows: [flow({ error: error('issuer.not_pinned'), sessions: [] })],
      results: [roadToken],
    }),
    says: ['https://login.evil.example', ISSUER, 'nothing was sent'],
  },
  {
    code: 'discovery/resource-metadata-missing',
    name: '404 at every place',
    given: symptoms({
      discovery: discovery({
        protectedResourceMetadata: null,
        protectedResourceTried: [{ url: 'https://a.example/prm', status: 404, outcome: '404' }],
      }),
      results: [failed('discovery/protected-resource-metadata-found')],
    }),
    says: ['https://a.example/prm: 404', '/.well-known/oauth-protected-resource/mcp'],
  },
  {
    code: 'discovery/legacy-fallback',
    name: 'its own authorization server, by its metadata',
    given: symptoms({
      profile: 'generic',
      target: { protocol: '2025-03-26' },
      discovery: discovery({
        protectedResourceMetadata: null,
        legacyFallback: 'metadata',
        issuer: 'https://calculator.example.com',
        authorizationServerMetadata: {
          url: 'https://calculator.example.com/.well-known/oauth-authorization-server',
          document: { issuer: 'https://calculator.example.com' },
          exchange: 4,
          tried: [],
        },
      }),
      flows: [],
    }),
    says: [
      '"https://calculator.example.com/.well-known/oauth-authorization-server"',
      `"resource": "${URL_OF_ENDPOINT}"`,
      '"authorization_servers": ["https://calculator.example.com"]',
    ],
    severity: 'warning',
  },
  {
    code: 'discovery/legacy-fallback',
    name: 'its own authorization server, by the default paths',
    given: symptoms({
      profile: 'generic',
      discovery: discovery({ protectedResourceMetadata: null, legacyFallback: 'paths' }),
      flows: [],
    }),
    says: ['/authorize, /token and /register'],
    severity: 'warning',
  },
  {
    code: 'discovery/no-challenge',
    name: 'a bare 401, but the metadata is where it belongs',
    given: symptoms({ discovery: discovery({ challenge: null }) }),
    says: ['401 with no WWW-Authenticate'],
    severity: 'warning',
  },
  {
    code: 'discovery/no-challenge',
    name: 'a bare 401 that fails a check',
    given: symptoms({
      discovery: discovery({ challenge: null, protectedResourceMetadata: null }),
      results: [
        failed('discovery/challenge-is-well-formed'),
        failed('discovery/protected-resource-metadata-found'),
      ],
    }),
    says: ['401 with no WWW-Authenticate'],
    behind: 'discovery/resource-metadata-missing',
  },
  {
    code: 'issuer/mismatch',
    name: 'another name in the metadata',
    given: symptoms({
      target: { issuer: ISSUER },
      discovery: discovery({ authorizationServers: ['https://auth.example.com/realms/main'] }),
      results: [failed('discovery/issuer-is-exact')],
    }),
    says: [`pinned is "${ISSUER}"`, '"https://auth.example.com/realms/main"'],
  },
  {
    code: 'discovery/authorization-server-metadata',
    name: 'nothing was found',
    given: symptoms({
      discovery: discovery({
        authorizationServerMetadata: null,
        authorizationServerTried: [{ url: 'https://a.example/as', status: 404, outcome: '404' }],
      }),
      errors: [error('metadata.not_found')],
    }),
    says: ['https://a.example/as: 404'],
  },
  {
    code: 'discovery/authorization-server-metadata',
    name: 'nothing was found, and no flow was walked',
    given: symptoms({
      discovery: discovery({ authorizationServerMetadata: null }),
      flows: [],
      results: [failed('discovery/authorization-server-metadata-found')],
    }),
    says: [ISSUER],
  },
]);

it('metadata that revision 2025-03-26 does not know is not missed where that revision was asked for', () => {
  const found = diagnose(
    symptoms({ discovery: discovery({ protectedResourceMetadata: null, legacyFallback: 'paths' }) }),
  );
  expect(found.map(({ code, severity }) => [code, severity])).toEqual([
    ['discovery/legacy-fallback', 'warning'],
  ]);
});
