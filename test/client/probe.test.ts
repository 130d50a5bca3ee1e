import { describe, expect, it } from 'vitest';
import { createProbe } from '../../src/client/index.ts';
import { readProbeAnswer } from '../../src/client/probe-answer.ts';
import { GOOD_TOKEN, gated, type Handler } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { secondHandler, statefulHandler } from './support/servers.ts';
import { start } from './support/start.ts';

async function probing(handler: Handler) {
  const server = await start(handler);
  const { http } = planFor(server.url);
  return { server, http, probe: createProbe(http, { url: server.url, headers: [['x-gateway', 'yes']] }) };
}

const BEARER = { authorization: [`Bearer ${GOOD_TOKEN}`], phase: 'check' } as const;

describe('a probe has the exact shape of its era', () => {
  it('legacy: initialize, with nothing of the modern era', async () => {
    const { server, probe } = await probing(gated(statefulHandler()));
    const answer = await probe({ era: 'legacy', ...BEARER });
    expect(answer).toMatchObject({ kind: 'result', status: 200, era: 'legacy' });
    expect(answer.sessionId).toBeTypeOf('string');
    const [seen] = server.seen;
    expect(seen?.body).toStrictEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'initialize',
      params: {
        protocolVersion: '2025-11-25',
        capabilities: {},
        clientInfo: { name: 'mcp-authcheck', version: expect.any(String) },
      },
    });
    expect(seen?.headers).toMatchObject({
      accept: 'application/json, text/event-stream',
      'content-type': 'application/json',
      'x-gateway': 'yes',
    });
    expect(seen?.headers).not.toHaveProperty('mcp-protocol-version');
    expect(seen?.headers).not.toHaveProperty('mcp-method');
  });

  it('legacy, inside a session', async () => {
    const { server, probe } = await probing(gated(statefulHandler()));
    const { sessionId = '' } = await probe({ era: 'legacy', ...BEARER });
    const inside = { era: 'legacy', sessionId, ...BEARER } as const;
    const notified = await probe({
      ...inside,
      rpc: { method: 'notifications/initialized', notification: true },
    });
    expect(notified).toMatchObject({ kind: 'accepted', status: 202 });
    expect(server.seen[1]?.body).toStrictEqual({ jsonrpc: '2.0', method: 'notifications/initialized' });
    expect(server.seen[1]?.headers['mcp-protocol-version']).toBe('2025-11-25');
    const listed = await probe({ ...inside, rpc: { method: 'tools/list' } });
    expect(listed.kind).toBe('result');
    expect(await probe({ ...inside, method: 'DELETE' })).toMatchObject({ status: 200, kind: 'accepted' });
    expect(server.lines()).toStrictEqual([
      'POST initialize',
      'POST notifications/initialized',
      'POST tools/list',
      'DELETE',
    ]);
  });

  it('modern: tools/list with headers and _meta', async () => {
    const { server, probe } = await probing(gated(secondHandler('modern')));
    expect(await probe({ era: 'modern', ...BEARER })).toMatchObject({
      kind: 'result',
      rpc: { result: { resultType: 'complete' } },
    });
    const [seen] = server.seen;
    expect(seen?.headers).toMatchObject({ 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/list' });
    expect(seen?.body).toMatchObject({
      method: 'tools/list',
      params: {
        _meta: {
          'io.modelcontextprotocol/protocolVersion': '2026-07-28',
          'io.modelcontextprotocol/clientInfo': { name: 'mcp-authcheck' },
          'io.modelcontextprotocol/clientCapabilities': {},
        },
      },
    });
  });

  it.each([
    ['add', 'add'],
    ['größer', '=?base64?Z3LDtsOfZXI=?='],
    [' x', '=?base64?IHg=?='],
  ])('modern: Mcp-Name of a call of %j', async (name, header) => {
    const { server, probe } = await probing(gated(secondHandler('modern')));
    await probe({
      era: 'modern',
      ...BEARER,
      rpc: { method: 'tools/call', params: { name, arguments: { a: 1, b: 2 } } },
    });
    expect(server.seen[0]?.headers['mcp-name']).toBe(header);
  });
});

describe('a probe sends what an SDK will not', () => {
  it('no Authorization, or a false header in place of its own', async () => {
    const { server, probe } = await probing(gated(secondHandler('dual')));
    const answer = await probe({
      era: 'modern',
      phase: 'check',
      headers: [
        ['MCP-Protocol-Version', '1999-01-01'],
        ['Host', 'evil.example'],
      ],
    });
    expect(answer).toMatchObject({ kind: 'refused', status: 401 });
    expect(answer.challenges[0]).toMatchObject({ parameters: { error: 'invalid_token' } });
    expect(answer.wwwAuthenticate).toHaveLength(1);
    expect(server.seen[0]?.headers).toMatchObject({
      'mcp-protocol-version': '1999-01-01',
      host: 'evil.example',
    });
    expect(server.seen[0]?.headers).not.toHaveProperty('authorization');
  });

  it('two Authorization lines', async () => {
    let lines: readonly string[] = [];
    const { probe } = await probing((request, response) => {
      lines = request.rawHeaders.filter(
        (_, index) => request.rawHeaders[index - 1]?.toLowerCase() === 'authorization',
      );
      response.writeHead(401).end();
    });
    await probe({ era: 'legacy', phase: 'check', authorization: ['Bearer one', 'Bearer two'] });
    expect(lines).toStrictEqual(['Bearer one', 'Bearer two']);
  });

  it('a GET', async () => {
    const { server, probe } = await probing((_request, response) => response.writeHead(405).end());
    expect(await probe({ era: 'legacy', method: 'GET', phase: 'check' })).toMatchObject({
      status: 405,
      kind: 'refused',
    });
    expect(server.seen[0]).toMatchObject({ method: 'GET', headers: { accept: 'text/event-stream' } });
  });
});

describe('what an answer amounts to', () => {
  it.each([
    ['JSON', 200, '{"jsonrpc":"2.0","id":1,"result":{}}', 'result'],
    ['an event', 200, 'event: message\ndata: {"jsonrpc":"2.0","id":1,\ndata: "result":{}}\n\n', 'result'],
    [
      'a priming event before it',
      200,
      'id: 1\ndata:\n\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n',
      'result',
    ],
    ['a JSON-RPC error', 200, '{"jsonrpc":"2.0","id":1,"error":{"code":-32001,"message":"no"}}', 'rpc_error'],
    [
      'an empty event with a blank, as the SDK sends one first',
      200,
      'id: 1\ndata: \n\nevent: message\ndata: {"jsonrpc":"2.0","id":1,"result":{}}\n\n',
      'result',
    ],
    ['a notification first', 200, 'data: {"jsonrpc":"2.0","method":"notifications/message"}\n\n', 'accepted'],
    ['202', 202, '', 'accepted'],
    ['204', 204, '', 'accepted'],
    ['a page', 200, '<!doctype html>', 'other'],
    ['JSON of another kind', 200, '{"ok":true}', 'other'],
    ['a redirect', 302, '', 'redirect'],
    ['401', 401, '{"error":"x"}', 'refused'],
    [
      '400 with JSON-RPC',
      400,
      '{"jsonrpc":"2.0","id":null,"error":{"code":-32020,"message":"no"}}',
      'refused',
    ],
    ['500', 500, 'boom', 'refused'],
  ])('%s', (_name, status, body, kind) => {
    expect(readProbeAnswer(status, body).kind).toBe(kind);
  });

  it('keeps the JSON-RPC error whatever the status', () => {
    const body = '{"jsonrpc":"2.0","id":null,"error":{"code":-32022,"message":"no","data":{"supported":[]}}}';
    expect(readProbeAnswer(400, body).rpc).toStrictEqual({
      error: { code: -32022, message: 'no', data: { supported: [] } },
    });
  });
});
