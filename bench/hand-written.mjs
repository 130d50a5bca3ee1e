// What somebody would write by hand with plain fetch: the same exchanges as `verify --checks none` with
// client credentials, the same demands, no report. Settings come in the environment (see world.mjs).
import { createPublicKey, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';

const { MCP_URL, CLIENT_ID, CLIENT_SECRET, ISSUER, AUDIENCE } = process.env;
const { FLEET, TIMEOUT_MS = '30000' } = process.env;
const count = Number(process.env.TARGETS ?? '1');
const concurrency = Number(process.env.CONCURRENCY ?? '8');
const PROTOCOL = '2026-07-28';
let exchanges = 0;

// A fleet's targets share the token and the keys, and one that is broken is counted and not the end.
const shared = new Map();
const targets =
  FLEET === undefined
    ? Array.from({ length: count }, () => ({ url: MCP_URL, sum: 3 }))
    : JSON.parse(readFileSync(FLEET, 'utf8'));
const waiting = [...targets];
let passed = 0;
await Promise.all(
  Array.from({ length: Math.min(targets.length, concurrency) }, async () => {
    for (let target = waiting.shift(); target !== undefined; target = waiting.shift()) {
      try {
        await verifyOnce(target);
        passed += 1;
      } catch (error) {
        if (FLEET === undefined) throw error;
      }
    }
  }),
);
process.stdout.write(`${JSON.stringify({ exchanges, passed })}\n`);

async function verifyOnce({ url, sum }) {
  const refused = await mcp(url, 'tools/list', {});
  await refused.text();
  const challenge = refused.headers.get('www-authenticate') ?? '';
  demand(refused.status === 401, 'a challenge');
  const resource = await json(/resource_metadata="([^"]+)"/.exec(challenge)?.[1]);
  demand(resource.authorization_servers.includes(ISSUER), 'the issuer');
  const server = await json(`${ISSUER}/.well-known/openid-configuration`);
  demand(server.issuer === ISSUER, 'the issuer in its own metadata');

  const { access_token: token } = await once('token', () =>
    json(server.token_endpoint, {
      method: 'POST',
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: CLIENT_ID,
        client_secret: CLIENT_SECRET,
        scope: `api://${AUDIENCE}/.default`,
      }),
    }),
  );
  const { keys } = await once('keys', () => json(server.jwks_uri));
  const [head, claims, signature] = token.split('.');
  const { kid } = parse(head);
  const key = createPublicKey({ key: keys.find((candidate) => candidate.kid === kid), format: 'jwk' });
  demand(
    verify('sha256', Buffer.from(`${head}.${claims}`), key, Buffer.from(signature, 'base64url')),
    'a signature',
  );
  demand(parse(claims).aud === AUDIENCE, 'the audience');

  const { tools } = await call(url, token, 'tools/list', {});
  demand(
    ['add', 'subtract', 'get_me'].every((name) => tools.some((tool) => tool.name === name)),
    'tools',
  );
  const add = await call(url, token, 'tools/call', { name: 'add', arguments: { a: 1, b: 2 } });
  demand(add.structuredContent.result === sum, String(sum));
  const subtract = await call(url, token, 'tools/call', { name: 'subtract', arguments: { a: 5, b: 3 } });
  demand(subtract.structuredContent.result === 2, '2');
  const me = await call(url, token, 'tools/call', { name: 'get_me', arguments: {} });
  demand(me.isError !== true, 'get_me');
}

/** As many targets as there are need it once; without a fleet everybody asks. */
function once(name, make) {
  if (FLEET === undefined) return make();
  const made = shared.get(name) ?? make();
  shared.set(name, made);
  return made;
}

async function call(url, token, method, params) {
  const { result } = await (await mcp(url, method, params, { authorization: `Bearer ${token}` })).json();
  return result;
}

function mcp(url, method, params, headers = {}) {
  exchanges += 1;
  const meta = {
    'io.modelcontextprotocol/protocolVersion': PROTOCOL,
    'io.modelcontextprotocol/clientInfo': { name: 'hand-written', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return fetch(url, {
    method: 'POST',
    redirect: 'error',
    signal: AbortSignal.timeout(Number(TIMEOUT_MS)),
    headers: {
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'mcp-protocol-version': PROTOCOL,
      'mcp-method': method,
      ...(params.name === undefined ? {} : { 'mcp-name': params.name }),
      ...headers,
    },
    body: JSON.stringify({ jsonrpc: '2.0', id: exchanges, method, params: { ...params, _meta: meta } }),
  });
}

async function json(url, init) {
  exchanges += 1;
  const response = await fetch(url, { ...init, signal: AbortSignal.timeout(Number(TIMEOUT_MS)) });
  demand(response.ok, `${url} to answer`);
  return response.json();
}

function parse(part) {
  return JSON.parse(Buffer.from(part, 'base64url').toString());
}

function demand(holds, what) {
  if (!holds) throw new Error(`expected ${what}`);
}
