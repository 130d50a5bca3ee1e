import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Answer, type Headers, rawRequest } from './raw-request.ts';
import { type MutantWorld, startMutantWorld } from './world.ts';

let world: MutantWorld;
let token: string;
let other: string;

beforeAll(async () => {
  world = await startMutantWorld();
  token = await world.issuer.mint();
  other = await world.issuer.mint({ sub: 'other-machine', client_id: 'other-machine' });
});

afterAll(() => world.close());

function ask(method: string, headers: Headers, body = '', path = '/mcp'): Promise<Answer> {
  return rawRequest(world.endpoint.origin + path, { method, headers, body });
}

const H = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
const bearer = (value = token) => ({ authorization: `Bearer ${value}` });

function handshake(method: string, params: object = {}, headers: Headers = bearer()): Promise<Answer> {
  return ask('POST', { ...H, ...headers }, JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }));
}

function modern(method: string, params: object = {}, headers: Headers = {}): Promise<Answer> {
  const key = 'io.modelcontextprotocol';
  const _meta = { [`${key}/protocolVersion`]: '2026-07-28', [`${key}/clientCapabilities`]: {} };
  const { name } = params as { name?: string };
  const named = name === undefined ? {} : { 'mcp-name': name };
  const standard = { ...H, 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...named };
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } });
  return ask('POST', { ...standard, ...bearer(), ...headers }, body);
}

async function session(value = token): Promise<Headers> {
  const { headers } = await handshake(
    'initialize',
    { protocolVersion: '2025-11-25', capabilities: {} },
    bearer(value),
  );
  return { ...bearer(value), 'mcp-session-id': String(headers['mcp-session-id']) };
}

const challenge = ({ headers }: Answer): string => String(headers['www-authenticate']);

describe('the gate', () => {
  it('challenges without an error where no token came', async () => {
    for (const headers of [{}, { authorization: 'Basic eDp5' }]) {
      const answer = await handshake('initialize', {}, headers);
      expect(answer).toMatchObject({ status: 401, headers: { 'cache-control': 'no-store' } });
      const metadata = `${world.endpoint.origin}/.well-known/oauth-protected-resource/mcp`;
      expect(challenge(answer)).toBe(
        `Bearer resource_metadata="${metadata}", scope="calculator.add calculator.subtract"`,
      );
    }
  });

  it.each([['foo'], ['Bearer'], ['Bearer '], ['two lines']])(
    'refuses the malformed header %j with invalid_request',
    async (line) => {
      const authorization = line === 'two lines' ? [`Bearer ${token}`, 'Bearer x'] : line;
      const answer = await handshake('initialize', {}, { authorization });
      expect([answer.status, challenge(answer)]).toEqual([
        400,
        expect.stringMatching(/^Bearer error="invalid_request"/),
      ]);
    },
  );

  it.each<readonly [string, object, object]>([
    ['another audience', { aud: 'https://another.example/mcp' }, {}],
    ['no audience', { aud: undefined }, {}],
    ['another issuer', { iss: 'https://another.example' }, {}],
    ['expired', { exp: 1 }, {}],
    ['no expiry', { exp: undefined }, {}],
    ['not valid yet', { nbf: 9_999_999_999 }, {}],
    ['bound to a key', { cnf: { jkt: 'x' } }, {}],
    ['an ID token', {}, { typ: 'JWT' }],
    ['a critical extension', {}, { crit: ['b64'], b64: true }],
    ['an unknown key', {}, { kid: 'unknown' }],
  ])('refuses a token that is wrong: %s', async (_what, claims, header) => {
    const wrong = await world.issuer.mint(claims, header);
    const answer = await handshake('initialize', {}, bearer(wrong));
    expect([answer.status, challenge(answer)]).toEqual([401, expect.stringMatching(/error="invalid_token"/)]);
  });

  it('takes the scheme in any case, a few seconds of another clock, and no token from elsewhere', async () => {
    const now = Math.floor(Date.now() / 1000);
    const late = await world.issuer.mint({ exp: now - 30, nbf: now + 30 });
    expect((await handshake('initialize', {}, { authorization: `bEARER ${late}` })).status).toBe(200);
    expect((await ask('POST', H, '{}', `/mcp?access_token=${token}`)).status).toBe(401);
    const form = { 'content-type': 'application/x-www-form-urlencoded' };
    expect((await ask('POST', form, `access_token=${token}`)).status).toBe(401);
  });

  it('stands in front of every method and shape', async () => {
    for (const method of ['GET', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'PATCH']) {
      expect((await ask(method, H)).status, method).toBe(401);
    }
    expect((await modern('server/discover', {}, { authorization: [] })).status).toBe(401);
    expect((await ask('POST', H, '[{"jsonrpc":"2.0","id":1,"method":"tools/list"}]')).status).toBe(401);
  });

  it('knows only its own path, host and origin', async () => {
    for (const path of ['/mcp/', '/MCP', '//mcp', '/sse', '/mcp%2f', '/mcp;x', '/']) {
      expect((await ask('POST', { ...H, ...bearer() }, '{}', path)).status, path).toBe(404);
    }
    for (const origin of ['https://evil.example', 'null']) {
      expect((await handshake('initialize', {}, { ...bearer(), origin })).status).toBe(403);
    }
    expect((await handshake('initialize', {}, { ...bearer(), host: 'evil.example' })).status).toBe(403);
    const { origin } = world.endpoint;
    expect((await ask('OPTIONS', { origin })).status).toBe(204);
    const answer = await handshake('initialize', {}, { origin });
    expect(answer).toMatchObject({
      status: 401,
      headers: {
        'access-control-allow-origin': origin,
        'access-control-expose-headers': 'WWW-Authenticate, Mcp-Session-Id',
      },
    });
    expect(answer.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('publishes its metadata at the path-inserted location alone', async () => {
    const root = '/.well-known/oauth-protected-resource';
    expect((await ask('GET', {}, '', root)).status).toBe(404);
    const answer = await ask('GET', { origin: 'https://evil.example' }, '', `${root}/mcp`);
    expect(answer).toMatchObject({ status: 200, headers: { 'access-control-allow-origin': '*' } });
    expect(JSON.parse(answer.body)).toMatchObject({ resource: world.endpoint.url });
  });

  it('asks for the scope that a tool needs, and takes the broader one', async () => {
    const call = { name: 'subtract', arguments: { a: 5, b: 3 } };
    const narrow = bearer(await world.issuer.mint({ scope: 'calculator.add' }));
    for (const answer of [
      await modern('tools/call', call, narrow),
      await handshake('tools/call', call, narrow),
    ]) {
      expect(answer.status).toBe(403);
      expect(challenge(answer)).toMatch(
        /error="insufficient_scope".*resource_metadata=.*scope="calculator.subtract"/,
      );
    }
    const broad = bearer(await world.issuer.mint({ scope: 'calculator.all' }));
    expect((await modern('tools/call', call, broad)).status).toBe(200);
    const roles = bearer(await world.issuer.mint({ scope: undefined, roles: ['calculator.subtract'] }));
    expect((await modern('tools/call', call, roles)).status).toBe(200);
  });
});

describe('the handshake era', () => {
  it('keeps a session for its owner alone, until it ends', async () => {
    const own = await session();
    const stolen = { ...own, ...bearer(other) };
    expect((await handshake('tools/list', {}, own)).status).toBe(200);
    for (const method of ['GET', 'DELETE']) expect((await ask(method, stolen)).status).toBe(404);
    expect((await handshake('tools/list', {}, stolen)).status).toBe(404);
    expect((await handshake('ping', {}, own)).status).toBe(200);
    expect((await ask('DELETE', own)).status).toBe(204);
    expect((await handshake('ping', {}, own)).status).toBe(404);
  });

  it('replays events of the session after the one that is named', async () => {
    const own = await session();
    const accept = { accept: 'text/event-stream' };
    const first = (await ask('GET', { ...own, ...accept })).body;
    const id = /^id: (.+)$/m.exec(first)?.[1] ?? '';
    await handshake('tools/call', { name: 'add', arguments: { a: 1, b: 2 } }, own);
    const resumed = await ask('GET', { ...own, ...accept, 'last-event-id': id });
    expect(resumed.body).toMatch(/add was called/);
    const elsewhere = await session(other);
    const foreign = await ask('GET', { ...elsewhere, ...accept, 'last-event-id': id });
    expect(foreign.body).not.toMatch(/add was called/);
  });

  it('refuses what it does not serve', async () => {
    const own = await session();
    expect((await handshake('tools/list', {}, { ...own, 'mcp-protocol-version': '1999-01-01' })).status).toBe(
      400,
    );
    expect((await ask('POST', { ...H, ...own }, '[]')).status).toBe(400);
    expect((await ask('POST', { ...H, ...own }, 'no json')).status).toBe(400);
    expect((await handshake('no/such', {}, own)).body).toMatch(/-32601/);
    expect((await ask('PUT', own)).status).toBe(405);
  });
});

describe('the modern era', () => {
  it.each(['server/discover', 'tools/list', 'resources/list', 'prompts/list'])(
    'answers %s',
    async (method) => {
      const answer = await modern(method, {}, { 'mcp-session-id': 'bogus' });
      expect(answer).toMatchObject({ status: 200, headers: { 'cache-control': 'no-store' } });
      expect(answer.headers).not.toHaveProperty('mcp-session-id');
      expect(JSON.parse(answer.body)).toMatchObject({
        result: { resultType: 'complete', ttlMs: 0, cacheScope: 'private' },
      });
    },
  );

  it('refuses headers that say something else than the body, and what only sessions have', async () => {
    const add = { name: 'add', arguments: { a: 1, b: 2 } };
    for (const headers of [{ 'mcp-method': 'tools/list' }, { 'mcp-name': 'get_me' }]) {
      const answer = await modern('tools/call', add, headers);
      expect([answer.status, answer.body]).toEqual([400, expect.stringMatching(/-32020/)]);
    }
    const version = { 'mcp-protocol-version': '2026-07-28' };
    for (const method of ['GET', 'DELETE']) {
      expect((await ask(method, { ...bearer(), ...version })).status).toBe(405);
    }
    expect((await modern('no/such')).status).toBe(404);
  });

  it('binds notes to who opened them', async () => {
    const opened = JSON.parse(
      (await modern('tools/call', { name: 'open_note', arguments: { text: 'x' } })).body,
    );
    const read = { name: 'read_note', arguments: opened.result.structuredContent };
    expect((await modern('tools/call', read)).body).toMatch(/"text":"x"/);
    expect((await modern('tools/call', read, bearer(other))).body).toMatch(/isError/);
  });

  it('binds request states to principal and arguments, and refuses a changed one', async () => {
    const confirm = { name: 'confirm', arguments: { action: 'a' } };
    const { result } = JSON.parse((await modern('tools/call', confirm)).body);
    expect(result.resultType).toBe('input_required');
    const { requestState } = result;
    const retry = (changes: object, headers = {}) =>
      modern('tools/call', { ...confirm, requestState, ...changes }, headers);
    expect((await retry({})).body).toMatch(/confirmed/);
    expect((await retry({}, bearer(other))).body).toMatch(/-32602/);
    expect((await retry({ arguments: { action: 'b' } })).body).toMatch(/-32602/);
    expect((await retry({ requestState: `${requestState}A` })).body).toMatch(/-32602/);
  });
});
