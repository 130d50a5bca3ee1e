import type { Exchange, FlowReport, Report, Result, TargetReport, Token } from '../../src/types.ts';

export const TENANT = 'aaaabbbb-0000-cccc-1111-dddd2222eeee';
export const API = '11112222-bbbb-3333-cccc-4444dddd5555';
const ISSUER = `https://localhost:38111/${TENANT}/v2.0`;
export const STARTED = '2026-11-23T09:00:00.000Z';
const LIBRARY = 'msal';

export function token(changed: Partial<Token> = {}): Token {
  return {
    format: 'jwt',
    header: { typ: 'JWT', alg: 'RS256', kid: 'k1' },
    claims: { aud: API, iss: ISSUER, ver: '2.0' },
    aud: [API],
    scp: [],
    roles: ['Calculator.Add.All', 'Calculator.Subtract.All'],
    iss: ISSUER,
    sub: '22cc22cc-dd33-ee44-ff55-66aa66aa66aa',
    clientId: '00001111-aaaa-2222-bbbb-3333cccc4444',
    tenant: TENANT,
    version: '2.0',
    appOnly: true,
    issuedAt: '2026-11-23T08:55:00.000Z',
    notBefore: '2026-11-23T08:55:00.000Z',
    expiresAt: '2026-11-23T10:00:00.000Z',
    signature: 'verified',
    signatureReason: null,
    remarks: [],
    ...changed,
  };
}

const person = (changed: Partial<Token> = {}): Token =>
  token({ appOnly: false, roles: [], scp: ['calculator.add', 'calculator.subtract'], ...changed });

const call = (tool: string, result: unknown, args: Readonly<Record<string, unknown>> = {}) => ({
  tool,
  arguments: args,
  result,
  verdict: 'pass' as const,
  durationMs: 4,
});

export const sessions: FlowReport['sessions'] = ['2025-11-25', '2026-07-28'].map((protocol) => ({
  protocol,
  tools: [{ name: 'add' }, { name: 'subtract' }, { name: 'get_me' }],
  calls: [
    { ...call('add', 3, { a: 1, b: 2 }), expected: 3 },
    { ...call('subtract', 2, { a: 5, b: 3 }), expected: 2 },
    call('get_me', { sub: 'ada' }),
  ],
  droppedTools: [],
  elicitations: [],
  error: null,
}));

const flow = (name: string, of: Token): FlowReport => ({
  flow: name,
  library: LIBRARY,
  verdict: 'pass',
  token: of,
  sessions,
  error: null,
});

export function result(id: string, changed: Partial<Result> = {}): Result {
  const [group = ''] = id.split('/');
  return {
    id,
    group,
    level: 'MUST',
    spec: [],
    verdict: 'pass',
    message: 'as expected',
    exchanges: [],
    ...changed,
  };
}

export const exchange = (n: number, changed: Partial<Exchange> = {}): Exchange => ({
  n,
  phase: 'check',
  method: 'POST',
  url: 'http://127.0.0.1:41234/mcp',
  status: 401,
  startedAt: STARTED,
  durationMs: 3,
  ...changed,
});

const both = (id: string, changed: Partial<Result> = {}): readonly Result[] =>
  ['2025-11-25', '2026-07-28'].map((protocol) => result(id, { protocol, ...changed }));

export const healthyResults: readonly Result[] = [
  result('road/discovery', {
    message: `without a token: 401 and 401; protected resource metadata at http://127.0.0.1:41234/.well-known/oauth-protected-resource/mcp; authorization server ${ISSUER}`,
  }),
  result('road/token', { flow: 'client_credentials' }),
  result('discovery/issuer-is-exact'),
  result('discovery/resource-matches-endpoint'),
  result('token/audience-as-expected', { flow: 'client_credentials' }),
  ...both('endpoint/rejects-no-token'),
  ...both('endpoint/rejects-tampered-signature'),
  ...both('endpoint/challenge-on-invalid-token', {
    level: 'SHOULD',
    verdict: 'warn',
    message:
      'A bearer value that is no token was answered 401: the challenge has no error; error="invalid_token" was expected.',
  }),
  result('endpoint/rejects-wrong-audience', {
    verdict: 'skip',
    message: 'Needs a token for another resource; give it with --attack-token.',
  }),
  result('endpoint/rejects-wrong-issuer', {
    verdict: 'skip',
    message: 'Needs a token for another resource; give it with --attack-token.',
  }),
  result('server/lists-expected-tools', {
    verdict: 'skip',
    message: 'No tool is expected; name one with --expect-tool.',
  }),
  result('server/answers-expected-results', { level: 'INFO', verdict: 'info', message: 'slow' }),
];

export function targetReport(changed: Partial<TargetReport> = {}): TargetReport {
  return {
    name: 'calculator',
    url: 'http://127.0.0.1:41234/mcp',
    verdict: 'pass',
    exitCode: 0,
    startedAt: STARTED,
    durationMs: 800,
    server: { name: 'calculator', version: '1.0.0' },
    eras: { legacy: true, modern: true },
    discovery: {
      issuer: ISSUER,
      resource: 'http://127.0.0.1:41234/mcp',
      challenge: { scheme: 'Bearer', parameters: { scope: 'calculator.add' } },
      protectedResourceMetadata: {
        resource: 'http://127.0.0.1:41234/mcp',
        authorization_servers: [ISSUER],
      },
      authorizationServerMetadata: {
        issuer: ISSUER,
        token_endpoint: `https://localhost:38111/${TENANT}/oauth2/v2.0/token`,
      },
    },
    flows: [
      flow('client_credentials', token()),
      flow('authorization_code', person({ expiresAt: '2026-11-23T10:14:30.000Z' })),
      flow('refresh_token', person({ expiresAt: '2026-11-23T10:15:30.000Z' })),
    ],
    results: healthyResults,
    findings: [],
    exchanges: [exchange(1), exchange(2)],
    ...changed,
  };
}

export function report(targets: readonly TargetReport[], changed: Partial<Report> = {}): Report {
  const all = targets.flatMap((target) => target.results);
  const number = (verdict: Result['verdict']) => all.filter((one) => one.verdict === verdict).length;
  const failed = targets.some((target) => target.verdict === 'fail');
  return {
    schemaVersion: 1,
    tool: { name: 'mcp-authcheck', version: '0.1.0' },
    runId: 'run-1',
    startedAt: STARTED,
    durationMs: 812,
    verdict: failed ? 'fail' : 'pass',
    exitCode: failed ? 1 : 0,
    summary: {
      pass: number('pass'),
      fail: number('fail'),
      warn: number('warn'),
      info: number('info'),
      skip: number('skip'),
      blocked: number('blocked'),
      inconclusive: number('inconclusive'),
    },
    targets,
    ...changed,
  };
}
