import { describe, expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import { always, GOOD_TOKEN, gated } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { statefulHandler } from './support/servers.ts';
import { start } from './support/start.ts';

const JSON_TYPE = { 'content-type': 'application/json' };
const HTML = { 'content-type': 'text/html; charset=utf-8' };
const rpcError = (code: number, data?: unknown): string =>
  JSON.stringify({ jsonrpc: '2.0', id: null, error: { code, message: 'no\u001b[2J', data } });

describe('what a refusal means', () => {
  it.each([
    ['401 without a challenge', always(401, {}, ''), 'auth.rejected_token', 3],
    [
      '403 for want of scope',
      always(
        403,
        { 'www-authenticate': 'Basic realm="x", Bearer error="insufficient_scope", scope="calc.add"' },
        '',
      ),
      'auth.insufficient_scope',
      3,
    ],
    ['403', always(403, HTML, '<h1>Forbidden</h1>'), 'auth.forbidden', 3],
    ['404', always(404, {}, ''), 'endpoint.not_found', 6],
    ['405', always(405, {}, ''), 'endpoint.not_mcp', 6],
    ['429', always(429, {}, ''), 'rate_limited.endpoint', 4],
    ['500', always(500, { 'content-type': 'text/plain' }, 'boom'), 'mcp.http_status', 6],
    ['503', always(503, {}, ''), 'unavailable.endpoint', 4],
    [
      'a login page',
      always(200, HTML, '<title>Sign in</title><input type="password">'),
      'endpoint.login_page',
      3,
    ],
    ['another page', always(200, HTML, '<h1>It works!</h1>'), 'endpoint.not_mcp', 6],
    ['plain text', always(200, { 'content-type': 'text/plain' }, 'ok'), 'endpoint.not_mcp', 6],
    ['broken JSON', always(200, JSON_TYPE, '{"jsonrpc"'), 'jsonrpc.malformed', 6],
    [
      'an answer to something else',
      always(200, JSON_TYPE, '{"jsonrpc":"2.0","id":"other","result":{}}'),
      'jsonrpc.wrong_id',
      6,
    ],
    ['a JSON-RPC error', always(200, JSON_TYPE, rpcError(-32603)), 'jsonrpc.error', 6],
    [
      'an unknown revision',
      always(400, JSON_TYPE, rpcError(-32022, { supported: [] })),
      'mcp.era_not_supported',
      6,
    ],
    [
      'a redirect to a login page',
      always(302, { location: 'https://login.example.com/authorize?x=1' }, ''),
      expect.stringMatching(/^redirect\./u),
      7,
    ],
  ])('%s', async (_name, handler, code, exit) => {
    const server = await start(handler);
    const [session] = await converse(planFor(server.url));
    expect(session).toMatchObject({
      tools: [],
      calls: [],
      server: null,
      error: { code, exit, phase: 'session' },
    });
    expect(JSON.stringify(session)).not.toContain('\u001b');
    expect(JSON.stringify(session)).not.toContain(GOOD_TOKEN);
  });

  it('shows what the challenge says of a bad token', async () => {
    const server = await start(gated(statefulHandler()));
    const [session] = await converse(planFor(server.url, { bearer: 'a-token-that-nobody-knows' }));
    expect(server.lines()).toStrictEqual(['POST tools/list']);
    expect(session?.error).toMatchObject({
      code: 'auth.rejected_token',
      message:
        'The endpoint rejects the token (401). The challenge says "invalid_token": "who, scope=admin, are you?".',
      provider: { status: 401, error: 'invalid_token' },
    });
  });

  it('says that there was no challenge', async () => {
    const [session] = await converse(planFor((await start(always(401, {}, ''))).url));
    expect(session?.error?.message).toContain('no WWW-Authenticate challenge');
  });

  it('says that a token is wanted when none was sent', async () => {
    const server = await start(gated(statefulHandler()));
    const [session] = await converse(planFor(server.url, { token: null }));
    expect(server.seen[0]?.headers.authorization).toBeUndefined();
    expect(session?.error?.code).toBe('auth.token_required');
  });

  it('names the scope that is wanting', async () => {
    const server = await start(
      always(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="calc.add calc.sub"' }, ''),
    );
    const [session] = await converse(planFor(server.url));
    expect(session?.error?.message).toContain('"calc.add calc.sub"');
  });
});

describe('a refusal in the middle', () => {
  it('keeps the tools, and fails the call and the session', async () => {
    const handler = statefulHandler();
    const server = await start((request, response, body) => {
      const calling =
        typeof body === 'object' && body !== null && 'method' in body && body.method === 'tools/call';
      if (!calling) return handler(request, response, body);
      return response
        .writeHead(403, { 'www-authenticate': 'Bearer error="insufficient_scope", scope="calc.add"' })
        .end();
    });
    const [session] = await converse(planFor(server.url));
    expect(session?.tools).toHaveLength(3);
    expect(session?.calls.map((call) => call.verdict)).toStrictEqual(['fail', 'fail']);
    expect(session?.error?.code).toBe('auth.insufficient_scope');
    expect(server.lines().at(-1)).toBe('DELETE');
  });

  it('ends the session on the server when the handshake is not finished', async () => {
    const handler = statefulHandler();
    const server = await start((request, response, body) => {
      const finishing =
        typeof body === 'object' &&
        body !== null &&
        'method' in body &&
        body.method === 'notifications/initialized';
      return finishing ? response.writeHead(500).end() : handler(request, response, body);
    });
    const [session] = await converse(planFor(server.url, { protocol: '2025-11-25' }));
    expect(session?.error?.code).toBe('mcp.http_status');
    expect(server.lines()).toStrictEqual(['POST initialize', 'POST notifications/initialized', 'DELETE']);
  });

  it('does not mind that sessions cannot be ended', async () => {
    const handler = statefulHandler();
    const server = await start((request, response, body) =>
      request.method === 'DELETE' ? response.writeHead(405).end() : handler(request, response, body),
    );
    const [session] = await converse(planFor(server.url));
    expect(session?.error).toBeNull();
    expect(server.lines().at(-1)).toBe('DELETE');
  });
});

describe('a person who is wanted', () => {
  const url = 'https://grants.example.com/connect?x=1\u202Ephp';

  it('is named the page by a server of the handshake eras, and the page is not opened', async () => {
    const handler = statefulHandler();
    const server = await start((request, response, body) => {
      if (typeof body !== 'object' || body === null || !('method' in body) || body.method !== 'tools/call') {
        return handler(request, response, body);
      }
      const data = { elicitations: [{ mode: 'url', elicitationId: '1', url, message: 'please' }] };
      const id = 'id' in body ? body.id : null;
      const error = { code: -32042, message: 'URL elicitation required', data };
      return response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id, error }));
    });
    const [session] = await converse(planFor(server.url, { protocol: '2025-11-25' }));
    expect(session?.error).toMatchObject({ code: 'person.authorization_needed', exit: 8 });
    expect(session?.error?.message).toContain('"https://grants.example.com/connect?x=1\\u{202e}php"');
  });

  it('is named the page by a modern server', async () => {
    const server = await start((_request, response, body) => {
      const { id, method } = body as { id: unknown; method: string };
      const listed = {
        resultType: 'complete',
        ttlMs: 0,
        cacheScope: 'private',
        tools: [{ name: 'get_me', inputSchema: { type: 'object' } }],
      };
      const inputRequests = {
        grant: {
          method: 'elicitation/create',
          params: { mode: 'url', elicitationId: '1', url, message: 'please' },
        },
      };
      const asked = { resultType: 'input_required', inputRequests, requestState: 'x' };
      const result = method === 'tools/list' ? listed : asked;
      return response.writeHead(200, JSON_TYPE).end(JSON.stringify({ jsonrpc: '2.0', id, result }));
    });
    const [session] = await converse(planFor(server.url));
    expect(session?.protocol).toBe('2026-07-28');
    expect(session?.error).toMatchObject({ code: 'person.authorization_needed', exit: 8 });
    expect(session?.calls[0]).toMatchObject({ tool: 'get_me', verdict: 'fail' });
  });
});
