import { describe, expect, it } from 'vitest';
import { diagnose } from '../../src/diagnosis/index.ts';
import type { Exchange } from '../../src/types.ts';
import { describeRules } from './describe-rules.ts';
import { exchange } from './exchanges.ts';
import { discovery, error, failed, flow, session, symptoms, URL_OF_ENDPOINT } from './symptoms.ts';

const nginx = { from: 'nginx' };
const page = { ...nginx, contentType: 'text/html' };
const asked = (changed: Partial<Exchange>): Exchange => exchange(1, { phase: 'discovery', ...changed });

/** The endpoint could not be used at all. */
const lost = (code: string, changed: Partial<Exchange>) =>
  symptoms({
    discovery: null,
    flows: [],
    errors: [error(code)],
    results: [failed('road/discovery')],
    exchanges: [asked(changed)],
  });

/** Every request without a token got this `WWW-Authenticate`, or none. */
const challenged = (line: string | undefined, more: Parameters<typeof discovery>[0] = {}) =>
  discovery({
    challenge: line?.startsWith('Bearer') === true ? { scheme: 'Bearer', parameters: {} } : null,
    answers: [
      {
        era: 'modern',
        status: 401,
        challenges: line?.startsWith('Bearer') === true ? [{ scheme: 'Bearer', parameters: {} }] : [],
        wwwAuthenticate: line === undefined ? [] : [line],
        exchange: 1,
      },
    ],
    ...more,
  });

/** One conversation that ended like this; its exchanges are 11, 12 and so on. */
const ended = (
  era: 'legacy' | 'modern',
  code: string,
  message: string,
  answers: readonly Partial<Exchange>[],
) =>
  symptoms({
    flows: [
      flow({
        sessions: [session({ era, error: error(code, message), exchanges: answers.map((_, at) => 11 + at) })],
      }),
    ],
    results: [failed('road/session', { flow: 'client_credentials' })],
    exchanges: answers.map((answer, at) => exchange(11 + at, answer)),
  });

/** A good token is refused like no token at all. */
const refusedAlike = (from: string | undefined, more: Parameters<typeof symptoms>[0] = {}) =>
  symptoms({
    discovery: challenged('Bearer resource_metadata="x"'),
    flows: [flow({ sessions: [session({ error: error('auth.rejected_token') })] })],
    results: [failed('road/session', { flow: 'client_credentials' })],
    exchanges: [exchange(9, { status: 401, ...(from === undefined ? {} : { from }) })],
    ...more,
  });

describeRules('what stands in front', [
  {
    code: 'gateway/login-in-front',
    name: 'App Service Authentication',
    given: lost('endpoint.login_page', {
      status: 302,
      location: 'https://calculator.example.com/.auth/login/aad',
    }),
    says: ['App Service Authentication stands in front', 'Allow unauthenticated access'],
  },
  {
    code: 'gateway/login-in-front',
    name: 'oauth2-proxy',
    given: lost('endpoint.login_page', {
      status: 302,
      location: 'https://auth.example.com/oauth2/start?rd=x',
    }),
    says: ['Oauth2-proxy stands in front', 'Exempt the MCP path'],
  },
  {
    code: 'gateway/login-in-front',
    name: 'Cloudflare Access',
    given: lost('endpoint.login_page', {
      status: 302,
      from: 'cloudflare',
      location: 'https://example.cloudflareaccess.com/cdn-cgi/access/login/x',
    }),
    says: ['Cloudflare Access stands in front', 'Server: cloudflare', 'Bypass'],
  },
  {
    code: 'gateway/login-in-front',
    name: 'a sign-in at Entra ID by something unnamed',
    given: lost('endpoint.login_page', {
      status: 302,
      location: 'https://login.microsoftonline.com/common/oauth2/v2.0/authorize?client_id=x',
    }),
    says: ['A sign-in with Entra ID stands in front'],
  },
  {
    code: 'gateway/redirects',
    name: 'from http to https',
    given: symptoms({
      discovery: null,
      flows: [],
      target: { url: 'http://localhost:8080/mcp' },
      errors: [error('endpoint.login_page')],
      exchanges: [
        asked({ url: 'http://localhost:8080/mcp', status: 308, location: 'https://localhost:8080/mcp' }),
      ],
    }),
    says: ['from http:// to https://', 'does not follow redirects', '308'],
  },
  {
    code: 'gateway/redirects',
    name: 'a slash more',
    given: lost('endpoint.login_page', { status: 307, location: `${URL_OF_ENDPOINT}/` }),
    says: ['to the same path with a slash behind', `${URL_OF_ENDPOINT}/`],
  },
  {
    code: 'gateway/path-not-routed',
    name: "NGINX's own 404",
    given: lost('endpoint.not_found', { status: 404, ...page }),
    says: ['NGINX answers at calculator.example.com', 'does not know the path /mcp', 'PREFIX'],
  },
  {
    code: 'gateway/firewall',
    name: 'everything is blocked',
    given: symptoms({
      discovery: challenged(undefined, { protectedResourceMetadata: null }),
      flows: [flow({ sessions: [session({ error: error('auth.forbidden') })] })],
      exchanges: [
        asked({ status: 403, contentType: 'text/html', from: 'Microsoft-Azure-Application-Gateway/v2' }),
      ],
    }),
    says: ['Azure Application Gateway blocks every request', 'never asked'],
  },
  {
    code: 'gateway/firewall',
    name: 'tool calls are blocked',
    given: ended('modern', 'auth.forbidden', '403 with text/html.', [
      {},
      { status: 403, ...page, from: 'cloudflare' },
    ]),
    says: ['Cloudflare blocks some requests', '1 of 2 requests', 'rules that look into bodies'],
  },
  {
    code: 'gateway/server-unreachable',
    name: 'the server is down',
    given: lost('unavailable.endpoint', { status: 502, ...page }),
    says: ['NGINX answers, and does not reach the MCP server behind it (502)'],
  },
  {
    code: 'gateway/timeout',
    name: 'a slow tool',
    given: ended('modern', 'unavailable.endpoint', '504.', [
      {},
      { status: 504, from: 'envoy', durationMs: 15_000 },
    ]),
    says: ['Envoy gives up on the MCP server', '1 of 2 requests', '15 s'],
  },
  {
    code: 'gateway/body-limit',
    name: '413',
    given: ended('modern', 'endpoint.not_mcp', '413 with text/html.', [{ status: 413, ...page }]),
    says: ['NGINX takes no request bodies of ordinary size', '413'],
  },
  {
    code: 'gateway/wrong-compression',
    name: 'gzip that is none',
    given: ended('modern', 'http.encoding', 'It is not the gzip it says it is.', [
      { error: 'http.encoding', ...nginx },
    ]),
    says: ['NGINX most likely packs or unpacks answers', 'not the gzip'],
  },
  {
    code: 'gateway/key-missing',
    name: 'Azure API Management',
    given: symptoms({
      discovery: challenged(
        'AzureApiManagementKey realm="https://x.azure-api.net",name="X-Own-Key",type="header"',
        {
          protectedResourceMetadata: null,
        },
      ),
    }),
    says: ['Azure API Management', 'was not sent', 'X-Own-Key', '--header'],
  },
  {
    code: 'gateway/key-missing',
    name: 'a wrong key',
    given: symptoms({
      target: { headers: [['apikey', 'x']] },
      discovery: challenged('Key realm="kong"', { protectedResourceMetadata: null }),
    }),
    says: ['does not take the key in apikey'],
  },
  {
    code: 'gateway/refuses-itself',
    name: 'App Service Authentication answers 401',
    given: symptoms({
      discovery: challenged(
        'Bearer realm="x" authorization_uri="https://login.windows.net/common/oauth2/authorize"',
        { protectedResourceMetadata: null },
      ),
    }),
    says: ['most likely App Service Authentication', 'authorization_uri'],
  },
  {
    code: 'gateway/challenge-dropped',
    name: 'the metadata is there and the challenge is not',
    given: symptoms({
      discovery: challenged(undefined),
      results: [failed('discovery/challenge-is-well-formed')],
      exchanges: [asked({ status: 401, ...nginx })],
    }),
    says: ['The 401 that comes through NGINX has no WWW-Authenticate', 'resource_metadata='],
  },
  {
    code: 'gateway/authorization-dropped',
    name: 'a good token is answered like none',
    given: refusedAlike('1.1 proxy.example.com (envoy)'),
    says: ['exactly as it answers no token', 'Envoy', 'exchange 9', 'Via: 1.1'],
  },
  {
    code: 'gateway/session-lost',
    name: 'two servers in turn',
    given: ended('legacy', 'jsonrpc.error', 'Session not found', [{ ...nginx }, { status: 404, ...nginx }]),
    says: ['The session is lost', 'exchange 11', 'exchange 12', 'cookie'],
  },
  {
    code: 'gateway/session-header-dropped',
    name: 'the server asks for the session',
    given: ended('legacy', 'jsonrpc.error', 'Mcp-Session-Id is required', [{}, { status: 400, ...nginx }]),
    says: ['misses the Mcp-Session-Id header', 'NGINX in front of the server', 'exchange 12'],
  },
  {
    code: 'gateway/protocol-headers-dropped',
    name: 'the server sees no Mcp headers',
    given: ended('modern', 'jsonrpc.error', 'The server answers -32020: "x".', [{ status: 400, ...nginx }]),
    says: ['Mcp-Protocol-Version', 'NGINX in front of the server most likely drops them'],
  },
  {
    code: 'gateway/content-type-changed',
    name: 'plain text',
    given: ended('modern', 'endpoint.not_mcp', '200 with text/plain.', [
      { contentType: 'text/plain', ...nginx },
    ]),
    says: ['The token is accepted', '"text/plain"', 'NGINX most likely relabels'],
  },
  {
    code: 'gateway/event-stream-cut',
    name: 'the stream ends without an event',
    given: ended('legacy', 'mcp.no_answer', 'It ended.', [{ contentType: 'text/event-stream', ...nginx }]),
    says: ['ends before the answer comes', 'NGINX cuts it off', 'buffering'],
  },
  {
    code: 'gateway/event-stream-cut',
    name: 'the stream stays empty',
    given: ended('legacy', 'timeout.exchange', 'It did not finish.', [
      { contentType: 'text/event-stream', error: 'timeout.exchange' },
    ]),
    says: ['stays empty before the answer comes', 'holds events back'],
  },
]);

describe('what looks like a gateway and is none', () => {
  const gateways = (given: ReturnType<typeof symptoms>): readonly string[] =>
    diagnose(given)
      .map(({ code }) => code)
      .filter((code) => code.startsWith('gateway/'));

  it.each([
    ['a server that never says why, and nothing in front', refusedAlike(undefined)],
    [
      'a token of which a check says that it is wrong',
      refusedAlike('nginx', { results: [failed('token/audience-as-expected')] }),
    ],
    [
      'a server behind NGINX that says invalid_token to garbage',
      refusedAlike('nginx', {
        results: [failed('endpoint/challenge-on-invalid-token', { verdict: 'pass' })],
      }),
    ],
    [
      'a server without a challenge, and nothing in front',
      symptoms({ discovery: challenged(undefined), exchanges: [asked({ status: 401 })] }),
    ],
    ["a server's own 404", lost('endpoint.not_found', { status: 404 })],
    ["a web framework's 404 page", lost('endpoint.not_found', { status: 404, contentType: 'text/html' })],
    ['a 403 with a challenge', symptoms({ exchanges: [exchange(1, { status: 403, ...nginx })] })],
    ['a server that is not ready', lost('unavailable.endpoint', { status: 503 })],
    [
      'a session that ends as the server says',
      ended('legacy', 'jsonrpc.error', 'The method is not known.', [{}, { status: 400 }]),
    ],
    [
      'a healthy server behind NGINX',
      symptoms({ exchanges: [asked({ status: 401, ...nginx }), exchange(2, nginx)] }),
    ],
  ])('%s', (_name, given) => {
    expect(gateways(given)).toEqual([]);
  });
});
