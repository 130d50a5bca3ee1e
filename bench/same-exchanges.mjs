// Makes the exchanges of a report again with plain fetch and nothing else: what was sent in a row before the checks is
// sent in a row, what came with the checks goes four at a time, and a stream that was listened to is listened to as
// long. EXCHANGES names a JSON file with them; settings as in hand-written.mjs.
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';

const { MCP_URL, CLIENT_ID, CLIENT_SECRET, ISSUER, AUDIENCE, EXCHANGES } = process.env;
const AT_ONCE = 4;
const exchanges = JSON.parse(readFileSync(EXCHANGES, 'utf8'));
const ownOrigin = new URL(MCP_URL).origin;
let token = '';
let made = 0;

const inRow = exchanges.findIndex(({ phase }) => phase === 'check');
for (const exchange of exchanges.slice(0, inRow)) await make(exchange);
const waiting = exchanges.slice(inRow);
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await make(next);
  }),
);
process.stdout.write(`${JSON.stringify({ exchanges: made })}\n`);

async function make({ method, url, status, durationMs }) {
  made += 1;
  try {
    const response = await send(method, url, status);
    if ((response.headers.get('content-type') ?? '').includes('event-stream')) {
      if (method === 'GET') await delay(durationMs);
      await response.body?.cancel();
      return;
    }
    const text = await response.text();
    if (new URL(url).pathname.endsWith('/token') && response.ok) token = JSON.parse(text).access_token;
  } catch (error) {
    // Where the run got no answer either: a closed port, a reset.
    if (status !== null) throw error;
  }
}

function send(method, url, status) {
  const atEndpoint = new URL(url).origin === ownOrigin;
  const body = method !== 'POST' ? undefined : atEndpoint ? listing() : grant();
  return fetch(url, {
    method,
    headers: {
      accept: 'application/json, text/event-stream',
      ...(atEndpoint ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' } : {}),
      ...(atEndpoint && status !== null && status < 300 ? { authorization: `Bearer ${token}` } : {}),
      ...(atEndpoint && body !== undefined ? { 'content-type': 'application/json' } : {}),
    },
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
}

function listing() {
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'same-exchanges', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  return JSON.stringify({ jsonrpc: '2.0', id: made, method: 'tools/list', params: { _meta: meta } });
}

function grant() {
  return new URLSearchParams({
    grant_type: 'client_credentials',
    client_id: CLIENT_ID,
    client_secret: CLIENT_SECRET,
    scope: ISSUER.includes('/v2.0') ? `api://${AUDIENCE}/.default` : '',
  });
}
