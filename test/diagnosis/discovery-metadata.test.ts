import { describe, expect, it } from 'vitest';
import { describeRules } from './describe-rules.ts';
import { codesOf, exchange, PLACE, pasted, published, unpublished } from './discovery-pastes.ts';
import { API, discovery, failed, flow, ISSUER, symptoms, URL_OF_ENDPOINT } from './symptoms.ts';

const missing = [failed('discovery/protected-resource-metadata-found')];
const ROOT = 'https://calculator.example.com/.well-known/oauth-protected-resource';

describeRules('metadata that cannot be read', [
  {
    code: 'discovery/metadata-needs-token',
    name: 'the token gate stands before it',
    given: symptoms({
      discovery: unpublished(
        { url: PLACE, status: 401, outcome: '401' },
        { url: ROOT, status: 404, outcome: '404' },
      ),
      exchanges: [exchange({ status: 401, from: 'Microsoft-Azure-Application-Gateway/v2' })],
      results: missing,
    }),
    says: [`"${PLACE}"`, 'answered 401', '/.well-known/oauth-protected-resource'],
  },
  {
    code: 'discovery/metadata-needs-token',
    name: 'a firewall forbids it, and the root has it',
    given: symptoms({ discovery: published({}, [{ url: `${PLACE}/x`, status: 403, outcome: '403' }]) }),
    says: ['answered 403', PLACE, 'where clients look last'],
    severity: 'warning',
  },
  {
    code: 'discovery/metadata-is-html',
    name: 'the start page of a single-page application',
    given: symptoms({
      discovery: unpublished({ url: PLACE, status: 200, outcome: 'no JSON object but HTML' }),
      exchanges: [exchange({ contentType: 'text/html' })],
      results: missing,
    }),
    says: ['answered 200 with HTML', 'catch-all', PLACE],
  },
  {
    code: 'discovery/metadata-fails',
    name: 'the route breaks',
    given: symptoms({
      discovery: unpublished({ url: PLACE, status: 500, outcome: '500' }),
      results: missing,
    }),
    says: ['answers 500', 'OAUTH_ISSUER', PLACE],
  },
  {
    code: 'discovery/metadata-redirects',
    name: 'to a sign-in page',
    given: symptoms({
      discovery: unpublished({ url: PLACE, status: null, outcome: 'redirect.policy' }),
      exchanges: [
        exchange({ status: 302, location: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize' }),
      ],
      results: missing,
    }),
    says: ['"https://login.microsoftonline.com/common/oauth2/v2.0/authorize"', PLACE],
  },
]);

describeRules('metadata that can be read all the same', [
  {
    code: 'discovery/metadata-content-type',
    name: 'as a plain file',
    given: symptoms({
      discovery: published({}),
      exchanges: [exchange({ contentType: 'application/octet-stream' })],
    }),
    says: ['"application/octet-stream"', PLACE],
    severity: 'warning',
  },
]);

it('as application/json, whatever its character set, nothing is said', () => {
  const exchanges = [exchange({ contentType: 'application/json' })];
  expect(codesOf(symptoms({ discovery: published({}), exchanges }))).toEqual([]);
});

describe('metadata that is simply not there', () => {
  it.each([
    ['404 everywhere', unpublished({ url: PLACE, status: 404, outcome: '404' })],
    [
      'JSON that is none',
      unpublished({ url: PLACE, status: 200, outcome: 'no JSON object but "text/plain"' }),
    ],
  ])('%s: is missing, and nothing else is said', (_, without) => {
    expect(codesOf(symptoms({ discovery: without, results: missing }))).toEqual([
      'discovery/resource-metadata-missing',
    ]);
  });

  it('404 at the first well-known place, found at the second: nothing is said', () => {
    const found = published({}, [{ url: PLACE, status: 404, outcome: '404' }]);
    expect(
      codesOf(symptoms({ discovery: { ...found, challenge: { scheme: 'Bearer', parameters: {} } } })),
    ).toEqual(['discovery/challenge-without-metadata']);
  });
});

describe('what can be pasted', () => {
  it('is the metadata with the values of this run', () => {
    const given = symptoms({
      discovery: unpublished({ url: PLACE, status: 500, outcome: '500' }),
      flows: [flow({ request: { flow: 'authorization_code', expect: { scp: ['calculator.add'] } } })],
      results: missing,
    });
    expect(JSON.parse(pasted('discovery/metadata-fails', given)[0] ?? '')).toEqual({
      resource: URL_OF_ENDPOINT,
      authorization_servers: [ISSUER],
      scopes_supported: [`api://${API}/calculator.add`],
    });
  });
});

const matches = [failed('discovery/resource-matches-endpoint')];

describeRules('metadata about something else', [
  {
    code: 'discovery/resource-differs-by-slash',
    name: 'a slash too many',
    given: symptoms({ discovery: published({ resource: `${URL_OF_ENDPOINT}/` }), results: matches }),
    says: [`"${URL_OF_ENDPOINT}/"`, `"${URL_OF_ENDPOINT}"`, 'too many', 'AADSTS9010010'],
  },
  {
    code: 'discovery/resource-differs-by-slash',
    name: 'a slash too few',
    given: symptoms({
      target: { url: `${URL_OF_ENDPOINT}/` },
      discovery: published({ resource: URL_OF_ENDPOINT }),
      results: matches,
    }),
    says: ['too few', `(${URL_OF_ENDPOINT})`],
  },
  {
    code: 'discovery/resource-is-app-id-uri',
    name: 'the App ID URI',
    given: symptoms({
      discovery: published({ resource: `api://${API}` }),
      results: [...matches, failed('discovery/resource-is-canonical')],
    }),
    says: [`"api://${API}"`, `"${URL_OF_ENDPOINT}"`, 'verified domain'],
  },
  {
    code: 'discovery/http-behind-tls',
    name: 'in metadata and challenge',
    given: symptoms({
      discovery: {
        ...published({ resource: 'http://calculator.example.com/mcp' }),
        challenge: {
          scheme: 'Bearer',
          parameters: { resource_metadata: PLACE.replace('https:', 'http:') },
        },
      },
      results: [...matches, failed('discovery/challenge-names-resource-metadata')],
    }),
    says: [
      '"http://calculator.example.com/mcp"',
      `"${PLACE.replace('https:', 'http:')}"`,
      'X-Forwarded-Proto',
    ],
  },
  {
    code: 'discovery/resource-mismatch',
    name: 'another host',
    given: symptoms({
      discovery: published({ resource: 'https://staging.example.com/mcp' }),
      results: matches,
    }),
    says: ['"https://staging.example.com/mcp"', 'another environment'],
  },
  {
    code: 'discovery/resource-mismatch',
    name: 'another port',
    given: symptoms({
      discovery: published({ resource: 'https://calculator.example.com:8080/mcp' }),
      results: matches,
    }),
    says: ['another port', ':8080'],
  },
  {
    code: 'discovery/resource-mismatch',
    name: 'capital letters',
    given: symptoms({
      discovery: published({ resource: 'https://calculator.example.com/MCP' }),
      results: matches,
    }),
    says: ['/MCP', 'upper and lower case'],
  },
  {
    code: 'discovery/resource-mismatch',
    name: 'another path',
    given: symptoms({
      discovery: published({ resource: 'https://calculator.example.com/api/mcp' }),
      results: matches,
    }),
    says: ['another path', 'prefix'],
  },
  {
    code: 'discovery/resource-mismatch',
    name: 'no resource at all',
    given: symptoms({
      discovery: discovery({
        protectedResourceMetadata: {
          url: PLACE,
          document: { authorization_servers: [ISSUER] },
          exchange: 3,
          tried: [],
        },
      }),
      results: matches,
    }),
    says: ['"resource"', 'is missing'],
  },
]);

describe('a resource that clients take', () => {
  it.each([
    ['a parent of the endpoint', 'https://calculator.example.com'],
    ['the same URL', URL_OF_ENDPOINT],
    ['the same URL in other words', 'https://CALCULATOR.example.com:443/mcp'],
  ])('%s: nothing is said as long as the check does not fail', (_, resource) => {
    expect(codesOf(symptoms({ discovery: published({ resource }) }))).toEqual([]);
  });

  it('http at an endpoint that is called by http is no trouble of a proxy', () => {
    const url = 'http://127.0.0.1:8080/mcp';
    const given = symptoms({
      target: { url },
      discovery: {
        ...published({ resource: url }),
        challenge: {
          scheme: 'Bearer',
          parameters: { resource_metadata: 'http://127.0.0.1:8080/.well-known/oauth-protected-resource/mcp' },
        },
      },
    });
    expect(codesOf(given)).toEqual([]);
  });
});
