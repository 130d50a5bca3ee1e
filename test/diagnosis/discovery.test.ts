import { expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { ProtectedResourceMetadata } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import {
  API,
  discovery,
  error,
  failed,
  flow,
  ISSUER,
  symptoms,
  TENANT,
  URL_OF_ENDPOINT,
} from './symptoms.ts';

const roadToken = failed('road/token', { flow: 'client_credentials' });
const prm = (document: ProtectedResourceMetadata) =>
  discovery({
    protectedResourceMetadata: { url: 'https://a.example/prm', document, exchange: 3, tried: [] },
  });

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
    says: ['resource_metadata="https://calculator.example.com/.well-known/oauth-protected-resource/mcp"'],
    behind: 'discovery/resource-metadata-missing',
  },
  {
    code: 'discovery/resource-mismatch',
    name: 'a slash too many',
    given: symptoms({
      discovery: prm({ resource: `${URL_OF_ENDPOINT}/`, authorization_servers: [ISSUER] }),
      results: [failed('discovery/resource-matches-endpoint')],
    }),
    says: [`"${URL_OF_ENDPOINT}/"`, `"${URL_OF_ENDPOINT}"`],
  },
  {
    code: 'entra/issuer-without-v2',
    name: 'the tenant without /v2.0',
    given: symptoms({
      discovery: discovery({ authorizationServers: [`https://login.microsoftonline.com/${TENANT}`] }),
    }),
    says: [ISSUER],
  },
  {
    code: 'issuer/mismatch',
    name: 'another name in the metadata',
    given: symptoms({
      target: { issuer: ISSUER },
      discovery: discovery({ authorizationServers: ['https://login.microsoftonline.com/common/v2.0'] }),
      results: [failed('discovery/issuer-is-exact')],
    }),
    says: [`pinned is "${ISSUER}"`, '"https://login.microsoftonline.com/common/v2.0"'],
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
    code: 'entra/short-scopes',
    name: 'scopes without their API',
    given: symptoms({ discovery: prm({ resource: URL_OF_ENDPOINT, scopes_supported: ['calculator.add'] }) }),
    says: ['"calculator.add"', `api://${API}/calculator.add`],
    severity: 'note',
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
