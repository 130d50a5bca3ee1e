import { describeRules } from './describe-rules.ts';
import { asked, exchange } from './exchanges.ts';
import { error, symptoms, URL_OF_ENDPOINT } from './symptoms.ts';

describeRules('the network and the URL', [
  {
    code: 'network/plain-http',
    name: 'an endpoint on another machine without TLS',
    given: symptoms({
      discovery: null,
      target: { url: 'http://calculator.example.com/mcp' },
      errors: [error('ssrf.url')],
      flows: [],
    }),
    says: ['plain http', 'calculator.example.com is not this machine', 'https'],
  },
  {
    code: 'network/name-unknown',
    name: 'the name does not resolve',
    given: symptoms({
      discovery: null,
      errors: [error('dns.not_found', 'The name calculator.example.com:443 cannot be resolved.')],
      flows: [],
    }),
    says: ['The endpoint cannot be found', 'calculator.example.com', 'MCP_URL'],
  },
  {
    code: 'network/name-unknown',
    name: "the authorization server's name does not resolve",
    given: symptoms({
      errors: [error('dns.not_found')],
      exchanges: [asked(5, { status: null, error: 'dns.not_found' })],
    }),
    says: ['The authorization server cannot be found', 'login.microsoftonline.com', '--issuer'],
  },
  {
    code: 'network/port-closed',
    name: 'nothing listens',
    given: symptoms({ discovery: null, errors: [error('tcp.refused')], flows: [] }),
    says: ['nothing listens at calculator.example.com:443', 'Start the server', '0.0.0.0'],
  },
  {
    code: 'network/port-closed',
    name: 'a firewall between here and the authorization server',
    given: symptoms({
      errors: [error('tcp.refused')],
      exchanges: [asked(5, { status: null, error: 'tcp.refused' })],
    }),
    says: ['nothing listens at login.microsoftonline.com:443', 'The endpoint is within reach', '--proxy'],
  },
  {
    code: 'network/unreachable',
    name: 'no route',
    given: symptoms({ discovery: null, errors: [error('tcp.unreachable')], flows: [] }),
    says: ['no way from here', 'calculator.example.com:443', 'VPN'],
  },
  {
    code: 'network/connection-reset',
    name: 'hangs up without a word',
    given: symptoms({ discovery: null, errors: [error('tcp.reset')], flows: [] }),
    says: ['closes it without an answer', 'firewall'],
  },
  {
    code: 'network/timeout',
    name: 'no answer',
    given: symptoms({ discovery: null, errors: [error('timeout.exchange')], flows: [] }),
    says: ['does not answer in time', '30 s', '--timeout'],
  },
  {
    code: 'network/timeout',
    name: 'no connection',
    given: symptoms({ discovery: null, errors: [error('timeout.connect')], flows: [] }),
    says: ['no connection to calculator.example.com:443', 'firewall that drops'],
  },
  {
    code: 'network/tls-untrusted',
    name: 'an unknown authority',
    given: symptoms({ discovery: null, errors: [error('tls.untrusted')], flows: [] }),
    says: ['an authority that is not trusted', '--ca', 'NODE_EXTRA_CA_CERTS'],
  },
  {
    code: 'network/tls-untrusted',
    name: 'something opens TLS to a public service',
    given: symptoms({
      errors: [error('tls.untrusted')],
      exchanges: [asked(5, { status: null, error: 'tls.untrusted' })],
    }),
    says: ['login.microsoftonline.com:443', 'something on the way opens TLS'],
  },
  {
    code: 'network/tls-expired',
    name: 'not renewed',
    given: symptoms({
      discovery: null,
      errors: [error('tls.expired', 'Outside (CERT_HAS_EXPIRED). It is valid from A to Nov 22 2026 GMT.')],
      flows: [],
    }),
    says: ['expired on Nov 22 2026 GMT', 'Renew', '2026-11-23T09:00:00.000Z'],
  },
  {
    code: 'network/tls-expired',
    name: 'not valid yet',
    given: symptoms({
      discovery: null,
      errors: [error('tls.expired', 'Outside (CERT_NOT_YET_VALID). It is valid from Dec 1 2026 GMT to B.')],
      flows: [],
    }),
    says: ['not valid yet, but from Dec 1 2026 GMT on', 'clock'],
  },
  {
    code: 'network/tls-other-name',
    name: 'a default certificate',
    given: symptoms({
      discovery: null,
      errors: [error('tls.name_mismatch', 'The certificate is for another name: DNS:gw.example.com.')],
      flows: [],
    }),
    says: ['is for gw.example.com, and the URL says "calculator.example.com"', 'MCP_URL'],
  },
  {
    code: 'network/tls',
    name: 'plain http at the port',
    given: symptoms({
      discovery: null,
      errors: [error('tls.protocol', 'No TLS (ERR_SSL_WRONG_VERSION_NUMBER).')],
      flows: [],
    }),
    says: ['does not speak TLS at calculator.example.com:443', 'plain http'],
  },
  {
    code: 'network/proxy',
    name: 'the proxy wants credentials',
    given: symptoms({ discovery: null, errors: [error('proxy.auth_required')], flows: [] }),
    says: ['The proxy asks for a user name', 'environment'],
  },
  {
    code: 'network/proxy',
    name: 'the proxy lets nobody through',
    given: symptoms({ discovery: null, errors: [error('proxy.refused')], flows: [] }),
    says: ['does not let this client through to the endpoint (calculator.example.com:443)', 'NO_PROXY'],
  },
  {
    code: 'network/rate-limited',
    name: 'too many requests',
    given: symptoms({
      errors: [error('rate_limited.endpoint')],
      exchanges: [exchange(1, { status: 429, from: 'cloudflare' })],
    }),
    says: ['429', 'cloudflare', 'Wait'],
  },
  {
    code: 'network/busy',
    name: 'the server fails at once',
    given: symptoms({ discovery: null, errors: [error('unavailable.endpoint')], flows: [] }),
    says: ['busy, down, or fails at once'],
  },
  {
    code: 'network/page-instead-of-token',
    name: 'a portal of the network',
    given: symptoms({
      errors: [error('token.invalid', 'HTML instead of JSON.')],
      exchanges: [asked(5, { contentType: 'text/html', from: 'Portal' })],
    }),
    says: ['something else answers for login.microsoftonline.com', 'from Portal', 'browser'],
  },
  {
    code: 'network/broken-answer',
    name: 'something else than a web server',
    given: symptoms({ discovery: null, errors: [error('http.parse', 'No HTTP came.')], flows: [] }),
    says: ['no sound HTTP', 'No HTTP came.'],
  },
  {
    code: 'network/broken-answer',
    name: 'a flood',
    given: symptoms({ discovery: null, errors: [error('limit.body_bytes')], flows: [] }),
    says: ['over a limit'],
  },
  {
    code: 'network/stopped-for-safety',
    name: 'the token endpoint redirects',
    given: symptoms({ errors: [error('redirect.credentialed', 'It answers with a redirect.')] }),
    says: ['It answers with a redirect.'],
  },
  {
    code: 'token/unusable-answer',
    name: 'a web page for a token',
    given: symptoms({ errors: [error('token.invalid', 'HTML instead of JSON.')] }),
    says: ['HTML instead of JSON.'],
  },
  {
    code: 'token/nothing-to-refresh',
    name: 'refresh_token alone',
    given: symptoms({ errors: [error('refresh.absent', 'No earlier flow brought one.')] }),
    says: ['There is no refresh token', 'No earlier flow brought one.'],
  },
  {
    code: 'session/broken-answer',
    name: 'an answer to another request',
    given: symptoms({ errors: [error('jsonrpc.wrong_id', 'The answer has another id.')] }),
    says: ['The answer has another id.', '--trace'],
  },
  {
    code: 'endpoint/not-found',
    name: '404',
    given: symptoms({ discovery: null, errors: [error('endpoint.not_found')], flows: [] }),
    says: [URL_OF_ENDPOINT, '/mcp'],
  },
  {
    code: 'endpoint/not-mcp',
    name: 'a web page',
    given: symptoms({ discovery: null, errors: [error('endpoint.not_mcp')], flows: [] }),
    says: [URL_OF_ENDPOINT],
  },
  {
    code: 'endpoint/login-page',
    name: 'a gateway signs people in',
    given: symptoms({ discovery: null, errors: [error('endpoint.login_page')], flows: [] }),
    says: ['/.well-known/', '401'],
  },
]);
