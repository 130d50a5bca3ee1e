import { describe, expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import type { Handler } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { event, META, type Message, result, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const CALLS = [{ tool: 'get_me', arguments: {} }];

/** Answers the first `times` modern requests as a server does that does not like the revision. */
function picky(times: number, supported: readonly string[], how: 'JSON' | 'a stream' = 'JSON'): Handler {
  let left = times;
  return (request, response, body) => {
    const message = body as Message;
    if (left === 0 || request.headers['mcp-method'] === undefined) return scripted()(request, response, body);
    left -= 1;
    const data = { supported, requested: '2026-07-28' };
    const error = { code: -32022, message: 'Unsupported protocol version', data };
    const answer = { jsonrpc: '2.0', id: message.id, error };
    return how === 'JSON'
      ? response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      : response.writeHead(200, { 'content-type': 'text/event-stream' }).end(event(answer));
  };
}

describe('a server that refuses the revision', () => {
  it.each([
    ['auto', 'JSON'],
    ['2026-07-28', 'JSON'],
    ['2026-07-28', 'a stream'],
  ] as const)(
    'and yet names it is asked once more, in a request of its own (%s, %s)',
    async (protocol, how) => {
      const server = await start(picky(1, ['2026-07-28', '2026-01-01'], how));
      const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
      expect(session).toMatchObject({ protocol: '2026-07-28', error: null, calls: [{ verdict: 'pass' }] });
      expect(server.lines()).toStrictEqual(['POST tools/list', 'POST tools/list', 'POST tools/call']);
      const ids = server.seen.map(({ body }) => (body as Message).id);
      expect(new Set(ids).size).toBe(3);
    },
  );

  it('is asked once more where only the connection is wanted', async () => {
    const server = await start(picky(1, ['2026-07-28']));
    const [session] = await converse(planFor(server.url, { only: 'connect' }));
    expect(session?.error).toBeNull();
    expect(server.lines()).toStrictEqual(['POST server/discover', 'POST server/discover']);
  });

  it.each(['auto', '2026-07-28'] as const)('again and again is not asked for ever (%s)', async (protocol) => {
    const server = await start(picky(100, ['2026-07-28']));
    const [session] = await converse(planFor(server.url, { protocol }));
    expect(session?.error).toMatchObject({ code: 'mcp.era_not_supported', exit: 6 });
    expect(server.lines()).toStrictEqual(['POST tools/list', 'POST tools/list']);
  });

  it('and names an older one is spoken to in that', async () => {
    const server = await start(picky(1, ['2025-11-25', '2025-06-18']));
    const [session] = await converse(planFor(server.url, { calls: CALLS }));
    expect(session).toMatchObject({ protocol: '2025-11-25', error: null });
  });

  it('and names an older one is not, when the new one was demanded', async () => {
    const server = await start(picky(1, ['2025-11-25']));
    const [session] = await converse(planFor(server.url, { protocol: '2026-07-28' }));
    expect(session?.error?.code).toBe('mcp.era_not_supported');
    expect(server.seen).toHaveLength(1);
  });

  it.each([-32020, -32021])('with the modern error %i is not taken for an old one', async (code) => {
    const server = await start((_request, response, body) =>
      response
        .writeHead(400, { 'content-type': 'application/json' })
        .end(JSON.stringify({ jsonrpc: '2.0', id: (body as Message).id, error: { code, message: 'no' } })),
    );
    const [session] = await converse(planFor(server.url));
    expect(session?.error?.code).toBe('jsonrpc.error');
    expect(server.lines()).toStrictEqual(['POST tools/list']);
  });
});

describe('the type of a result (2026-07-28)', () => {
  const calling = (value: object, how: 'JSON' | 'a stream' = 'JSON') =>
    scripted({
      call: (_request, response, message) =>
        how === 'JSON'
          ? result(response, message, value)
          : response
              .writeHead(200, { 'content-type': 'text/event-stream' })
              .end(event({ jsonrpc: '2.0', id: message.id, result: value })),
    });

  it.each(['JSON', 'a stream'] as const)('is complete when it is absent, in %s', async (how) => {
    const server = await start(calling({ content: [{ type: 'text', text: '3' }] }, how));
    const [session] = await converse(
      planFor(server.url, { calls: [{ tool: 'get_me', arguments: {}, result: 3 }] }),
    );
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass', result: 3 }] });
  });

  it.each(['partial', 'COMPLETE', '', 7, null])('is not believed when it is %j', async (resultType) => {
    const server = await start(calling({ ...META, resultType, content: [] }));
    const [session] = await converse(planFor(server.url, { calls: CALLS }));
    expect(session?.error).toMatchObject({ code: 'mcp.invalid_result', exit: 6 });
    expect(session?.calls[0]).toMatchObject({ verdict: 'fail' });
  });

  it('tells an old server that answers without a handshake', async () => {
    const server = await start((request, response, body) =>
      request.headers['mcp-method'] === undefined
        ? scripted()(request, response, body)
        : result(response, body as Message, { tools: [] }),
    );
    const [session] = await converse(planFor(server.url));
    expect(session).toMatchObject({ protocol: '2025-11-25', error: null });
  });
});
