import type { Access } from './access.ts';
import type { LoadPlan } from './plan.ts';
import { PROTOCOL, TOKEN_REQUEST } from './protocol-source.ts';
import { aboutLines, targetSource } from './target-source.ts';

/**
 * A k6 script (https://grafana.com/docs/k6, version 1 and later) that talks to the target as an MCP client does.
 * Each virtual user gets a token of its own: what `setup()` returned would stand in the exported summary.
 */
export function k6Script(plan: LoadPlan): string {
  const { access } = plan;
  return `${[
    [...aboutLines(plan, 'k6'), ...RUN].map((line) => `// ${line}`.trimEnd()).join('\n'),
    IMPORTS[access.kind],
    targetSource(plan),
    OPTIONS,
    CONVERSATION,
    TOKENS[access.kind],
    ...(access.kind === 'client_credentials' ? [TOKEN_REQUEST] : []),
    PROTOCOL,
  ].join('\n\n')}\n`;
}

const RUN: readonly string[] = [
  '  MCP_PAUSE: seconds between two conversations of one virtual user; default: 1',
  '  MCP_P95_MS: the 95th percentile of the answers must be below; default: 1000',
  '',
  '  k6 run FILE',
  '  k6 run --vus 20 --duration 5m FILE',
  '  MCP_ERA=legacy k6 run --vus 1 --iterations 1 FILE',
];

const IMPORTS: Readonly<Record<Access['kind'], string>> = {
  none: "import { check, sleep } from 'k6';\nimport http from 'k6/http';",
  ready: "import { check, sleep } from 'k6';\nimport exec from 'k6/execution';\nimport http from 'k6/http';",
  client_credentials:
    "import { check, sleep } from 'k6';\nimport encoding from 'k6/encoding';\nimport exec from 'k6/execution';\nimport http from 'k6/http';",
};

const OPTIONS = `
const ENV = __ENV;

export const options = {
  vus: 1,
  duration: '10s',
  tags: { target: TARGET.name, era: ENV.MCP_ERA || TARGET.era },
  thresholds: {
    checks: ['rate>0.99'],
    'http_req_failed{kind:mcp}': ['rate<0.01'],
    'http_req_duration{kind:mcp}': ['p(95)<' + (Number(ENV.MCP_P95_MS) || 1000)],
  },
};

// A redirect is an error: what follows it would carry the token elsewhere.
http.setResponseCallback(http.expectedStatuses({ min: 200, max: 299 }));
`.trim();

const CONVERSATION = `
// What is missing is said once, before anything is sent.
export function setup() {
  Object.values(TARGET.secretHeaders).forEach(needed);
}

export default function () {
  const session = {};
  if (ERA !== 'legacy' || initialize(session)) {
    for (let round = 0; round < (Number(ENV.MCP_ROUNDS) || 1); round += 1) {
      if (TARGET.tools.length > 0 || TARGET.calls.length === 0) listTools(session);
      for (const call of TARGET.calls) callTool(session, call);
    }
    if (session.id) leave(session);
  }
  sleep(ENV.MCP_PAUSE === undefined ? 1 : Number(ENV.MCP_PAUSE));
}

function initialize(session) {
  const params = { protocolVersion: REVISION, capabilities: {}, clientInfo: TARGET.clientInfo };
  const { response, answer } = ask(session, 'initialize', params);
  if (!verify('initialize', response, { 'has a result': () => succeeded(answer) })) return false;
  session.id = headerOf(response, 'mcp-session-id');
  session.revision = answer.result.protocolVersion;
  const told = ask(session, 'notifications/initialized', undefined).response;
  return verify('notifications/initialized', told, {});
}

function listTools(session) {
  const { response, answer } = ask(session, 'tools/list', ERA === 'modern' ? {} : undefined);
  const checks = { 'has a result': () => succeeded(answer) };
  for (const tool of TARGET.tools) checks['lists ' + tool] = () => lists(answer, tool);
  verify('tools/list', response, checks);
}

function callTool(session, call) {
  const params = { name: call.tool, arguments: call.arguments };
  const { response, answer } = ask(session, 'tools/call', params, call);
  const checks = { succeeds: () => succeeded(answer) };
  if ('expected' in call) checks['has the expected result'] = () => meets(answer, call.expected);
  verify('tools/call ' + call.tool, response, checks);
}

function ask(session, method, params, call) {
  const message = messageOf(method, params, session, call && call.headers);
  const response = http.post(TARGET.url, message.body, {
    headers: authorized(message.headers),
    redirects: 0,
    tags: { kind: 'mcp', name: call ? method + ' ' + call.tool : method },
  });
  if (response.status === 401) refused();
  return { response: response, answer: response.status === 200 ? answerIn(response.body, message.id) : null };
}

// A session ends when the client says so; a server may keep it (405), or have forgotten it (404).
function leave(session) {
  const headers = Object.assign(gatewayHeaders(), sessionHeaders(session));
  http.del(TARGET.url, null, {
    headers: authorized(headers),
    redirects: 0,
    tags: { kind: 'cleanup', name: 'DELETE' },
    responseCallback: http.expectedStatuses({ min: 200, max: 299 }, 404, 405),
  });
}

function verify(name, response, checks) {
  const all = {};
  all[label(name + ' is let in')] = () => response.status >= 200 && response.status < 300;
  for (const key of Object.keys(checks)) all[label(name + ' ' + key)] = checks[key];
  return check(response, all);
}

// k6 keeps two colons for itself.
function label(text) {
  return text.split('::').join(': :');
}

function headerOf(response, wanted) {
  const name = Object.keys(response.headers).find((one) => one.toLowerCase() === wanted);
  return name === undefined ? undefined : response.headers[name];
}
`.trim();

const TOKENS: Readonly<Record<Access['kind'], string>> = {
  none: `
function authorized(headers) {
  return headers;
}

function refused() {}
`.trim(),
  ready: `
function authorized(headers) {
  if (!ENV.MCP_ACCESS_TOKEN) exec.test.abort('The environment variable MCP_ACCESS_TOKEN is not set.');
  return Object.assign({}, headers, { Authorization: 'Bearer ' + ENV.MCP_ACCESS_TOKEN });
}

function refused() {
  exec.test.abort('The endpoint refuses the token in MCP_ACCESS_TOKEN.');
}
`.trim(),
  client_credentials: `
// One token for each virtual user. In setup() there would be one for all, but k6 writes that into its summary.
let token = null;

function authorized(headers) {
  if (ENV.MCP_ACCESS_TOKEN) {
    return Object.assign({}, headers, { Authorization: 'Bearer ' + ENV.MCP_ACCESS_TOKEN });
  }
  if (token === null || Date.now() >= token.renewAt) token = freshToken();
  return Object.assign({}, headers, { Authorization: 'Bearer ' + token.value });
}

function refused() {
  token = null;
}

function freshToken() {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const request = tokenRequest((text) => encoding.b64encode(text));
      const response = http.post(ACCESS.tokenEndpoint, request.body, {
        headers: request.headers,
        redirects: 0,
        tags: { kind: 'token', name: 'token' },
      });
      const wait = waitBefore(attempt, response.status, headerOf(response, 'retry-after'));
      if (wait === undefined) return tokenFrom(response.status, response.body);
      sleep(wait);
    } catch (error) {
      // Asking again with what was refused locks clients out.
      exec.test.abort(error.message);
    }
  }
}
`.trim(),
};
