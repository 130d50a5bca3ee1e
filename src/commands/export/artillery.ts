import type { Access } from './access.ts';
import type { LoadPlan } from './plan.ts';
import { PROTOCOL, TOKEN_REQUEST } from './protocol-source.ts';
import { aboutLines, targetSource } from './target-source.ts';

/**
 * A test for Artillery (https://www.artillery.io/docs, 2.0.34) in one TypeScript file: test script and processor. Each worker gets one token for all of its virtual users.
 */
export function artilleryScript(plan: LoadPlan): string {
  const { access } = plan;
  return `${[
    [...aboutLines(plan, 'Artillery'), ...RUN].map((line) => `// ${line}`.trimEnd()).join('\n'),
    targetSource(plan),
    CONFIG,
    HOOKS,
    TOKENS[access.kind],
    ...(access.kind === 'client_credentials' ? [TOKEN_REQUEST] : []),
    PROTOCOL,
  ].join('\n\n')}\n`;
}

const RUN: readonly string[] = [
  '  MCP_RATE: conversations begun in a second; default: 1',
  '  MCP_SECONDS: how long; default: 10',
  '  MCP_P95_MS: the 95th percentile of the answers must be below; default: 1000',
  '',
  'Its name ends in .ts: so one file is test and functions, and Artillery compiles it into the folder dist beside',
  'it, where no package.json may say "type": "module".',
  '  npx artillery run FILE',
  '  MCP_RATE=20 MCP_SECONDS=300 npx artillery run FILE',
];

const CONFIG = `
const ENV = process.env;
const ROUNDS = Number(ENV.MCP_ROUNDS) || 1;
const url = new URL(TARGET.url);

export const config = {
  target: url.origin,
  // The functions below; Artillery compiles this file to CommonJS.
  processor: __filename,
  phases: [{ duration: Number(ENV.MCP_SECONDS) || 10, arrivalRate: Number(ENV.MCP_RATE) || 1 }],
  http: { timeout: 30 },
  plugins: { ensure: {} },
  ensure: {
    thresholds: [{ 'http.response_time.p95': Number(ENV.MCP_P95_MS) || 1000 }],
    maxErrorRate: 1,
  },
};

const STEPS = steps();

export const scenarios = [
  { name: 'conversation', flow: STEPS.map((step, index) => ({ [step.verb]: requestOf(step, index) })) },
];

// What one conversation sends.
function steps() {
  const handshake = [
    { verb: 'post', method: 'initialize' },
    { verb: 'post', method: 'notifications/initialized' },
  ];
  const list = TARGET.tools.length > 0 || TARGET.calls.length === 0 ? [{ verb: 'post', method: 'tools/list' }] : [];
  const calls = TARGET.calls.map((call) => ({ verb: 'post', method: 'tools/call', call: call }));
  const rounds = Array.from({ length: ROUNDS }, () => [...list, ...calls]).flat();
  const legacy = (ENV.MCP_ERA || TARGET.era) === 'legacy';
  return legacy ? [...handshake, ...rounds, { verb: 'delete', method: 'DELETE' }] : rounds;
}

// The hooks get the number of the step in the place of the body: in texts, Artillery would fill in templates.
function requestOf(step, index) {
  return {
    url: (url.pathname + url.search).replaceAll('{', '%7B'),
    json: { step: index },
    followRedirect: false,
    beforeRequest: 'send',
    afterResponse: 'verify',
    ...(step.verb === 'delete' ? { ifTrue: 'sessionId' } : {}),
  };
}
`.trim();

const HOOKS = `
export async function send(request, context) {
  const step = STEPS[request.json.step];
  delete request.json;
  const session = { id: context.vars.sessionId, revision: context.vars.revision };
  context.vars.asked = { step: step };
  if (step.verb === 'delete') {
    request.headers = await authorized(Object.assign(gatewayHeaders(), sessionHeaders(session)));
    return;
  }
  const message = messageOf(step.method, paramsOf(step), session, step.call && step.call.headers);
  context.vars.asked.id = message.id;
  request.headers = await authorized(message.headers);
  request.body = message.body;
}

function paramsOf(step) {
  if (step.call) return { name: step.call.tool, arguments: step.call.arguments };
  if (step.method === 'initialize') {
    return { protocolVersion: REVISION, capabilities: {}, clientInfo: TARGET.clientInfo };
  }
  return ERA === 'modern' ? {} : undefined;
}

// An error ends the conversation, and Artillery counts it by its message.
export async function verify(request, response, context) {
  const { step, id } = context.vars.asked;
  if (step.verb === 'delete') return;
  const what = step.call ? step.method + ' ' + step.call.tool : step.method;
  if (response.statusCode === 401) refused();
  if (response.statusCode < 200 || response.statusCode > 299) {
    throw new Error(what + ' is answered with ' + response.statusCode);
  }
  if (id === undefined) return;
  const answer = answerIn(response.body, id);
  if (!succeeded(answer)) throw new Error(what + ' does not succeed');
  if (step.call && 'expected' in step.call && !meets(answer, step.call.expected)) {
    throw new Error(what + ' has another result');
  }
  if (step.method === 'tools/list') {
    const missing = TARGET.tools.find((tool) => !lists(answer, tool));
    if (missing !== undefined) throw new Error('tools/list does not list ' + missing);
  }
  if (step.method === 'initialize') {
    context.vars.sessionId = response.headers['mcp-session-id'];
    context.vars.revision = answer.result.protocolVersion;
  }
}
`.trim();

const TOKENS: Readonly<Record<Access['kind'], string>> = {
  none: `
async function authorized(headers) {
  return headers;
}

function refused() {}
`.trim(),
  ready: `
async function authorized(headers) {
  return { ...headers, Authorization: 'Bearer ' + needed('MCP_ACCESS_TOKEN') };
}

function refused() {}
`.trim(),
  client_credentials: `
// One token for all virtual users of this worker.
let token;
let asking;

async function authorized(headers) {
  if (ENV.MCP_ACCESS_TOKEN) return { ...headers, Authorization: 'Bearer ' + ENV.MCP_ACCESS_TOKEN };
  if (token === undefined || Date.now() >= token.renewAt) {
    // What was refused is not asked for again: that locks clients out.
    asking ??= freshToken();
    token = await asking;
    asking = undefined;
  }
  return { ...headers, Authorization: 'Bearer ' + token.value };
}

function refused() {
  token = undefined;
}

async function freshToken() {
  for (let attempt = 1; ; attempt += 1) {
    const request = tokenRequest((text) => Buffer.from(text, 'utf8').toString('base64'));
    const response = await fetch(ACCESS.tokenEndpoint, {
      method: 'POST',
      headers: request.headers,
      body: request.body,
      redirect: 'manual',
    });
    const text = await response.text();
    const wait = waitBefore(attempt, response.status, response.headers.get('retry-after'));
    if (wait === undefined) return tokenFrom(response.status, text);
    await new Promise((resolve) => setTimeout(resolve, wait * 1000));
  }
}
`.trim(),
};
