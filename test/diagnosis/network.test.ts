import { describeRules } from './describe-rules.ts';
import { error, symptoms, URL_OF_ENDPOINT } from './symptoms.ts';

describeRules('the network and the URL', [
  {
    code: 'network/unreachable',
    name: 'the name does not resolve',
    given: symptoms({
      discovery: null,
      errors: [error('dns.not_found', 'x.example cannot be resolved.')],
      flows: [],
    }),
    says: ['cannot be resolved', 'x.example'],
  },
  {
    code: 'network/timeout',
    name: 'no answer',
    given: symptoms({ discovery: null, errors: [error('timeout.exchange')], flows: [] }),
    says: ['30 s', '--timeout'],
  },
  {
    code: 'network/tls',
    name: 'an unknown authority',
    given: symptoms({ discovery: null, errors: [error('tls.untrusted')], flows: [] }),
    says: ['--ca'],
  },
  {
    code: 'network/proxy',
    name: 'the proxy wants credentials',
    given: symptoms({ discovery: null, errors: [error('proxy.auth_required')], flows: [] }),
    says: ['proxy', 'NO_PROXY'],
  },
  {
    code: 'network/busy',
    name: 'too many requests',
    given: symptoms({ errors: [error('rate_limited.endpoint')] }),
    says: ['Wait'],
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
