import { describe, expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import { gated, type Handler, type Served } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { secondHandler, statefulHandler, statelessHandler } from './support/servers.ts';
import { start } from './support/start.ts';

const guard = (handler: Handler): Promise<Served> => start(gated(handler));

const HANDSHAKE = ['POST initialize', 'POST notifications/initialized'];
/** Where calls may follow in a session, the stream is opened on which the server may ask something. */
const STREAM = 'GET';
const WORK = ['POST tools/list', 'POST tools/call', 'POST tools/call'];

describe('auto speaks the newest era that the server speaks, with no request too many', () => {
  it.each([
    ['modern only', secondHandler('modern'), '2026-07-28', false, WORK],
    ['both eras', secondHandler('dual'), '2026-07-28', false, WORK],
    [
      'the handshake, without sessions',
      statelessHandler(),
      '2025-11-25',
      false,
      ['POST tools/list', ...HANDSHAKE, ...WORK],
    ],
    [
      'the handshake, with sessions',
      statefulHandler(),
      '2025-11-25',
      true,
      ['POST tools/list', ...HANDSHAKE, STREAM, ...WORK, 'DELETE'],
    ],
  ])('a server that speaks %s', async (_name, handler, protocol, stateful, lines) => {
    const server = await guard(handler);
    const [session, ...more] = await converse(planFor(server.url));
    expect(more).toStrictEqual([]);
    expect(session).toMatchObject({ protocol, stateful, error: null });
    expect(session?.tools.map((tool) => tool.name)).toStrictEqual(['add', 'subtract', 'break']);
    expect(session?.calls).toMatchObject([
      { tool: 'add', arguments: { a: 1, b: 2 }, result: 3, expected: 3, verdict: 'pass' },
      { tool: 'subtract', arguments: { a: 5, b: 3 }, result: 2, expected: 2, verdict: 'pass' },
    ]);
    expect(server.lines()).toStrictEqual(lines);
    expect(session?.exchanges).toHaveLength(lines.length);
  });

  it('need not find out what is already known', async () => {
    const server = await guard(statefulHandler());
    await converse(planFor(server.url, { eras: { legacy: true, modern: null } }));
    expect(server.lines()).toStrictEqual([...HANDSHAKE, STREAM, ...WORK, 'DELETE']);
  });

  it('names the server in both eras', async () => {
    const [modern] = await converse(planFor((await guard(secondHandler('modern'))).url));
    expect(modern?.server).toStrictEqual({ name: 'second', version: '2.0.0' });
    const [legacy] = await converse(planFor((await guard(statefulHandler())).url));
    expect(legacy?.server).toMatchObject({ name: 'first', version: '1.0.0' });
  });
});

describe('both proves each era', () => {
  it('has one session in each on a server that speaks both', async () => {
    const server = await guard(secondHandler('dual'));
    const sessions = await converse(planFor(server.url, { protocol: 'both' }));
    expect(sessions.map(({ protocol, era, error }) => ({ protocol, era, error }))).toStrictEqual([
      { protocol: '2026-07-28', era: 'modern', error: null },
      { protocol: '2025-11-25', era: 'legacy', error: null },
    ]);
    expect(server.lines()).toStrictEqual([...WORK, ...HANDSHAKE, ...WORK]);
  });

  it.each([
    ['modern', statefulHandler()],
    ['modern', statelessHandler()],
    ['legacy', secondHandler('modern')],
  ])('says that %s is not spoken', async (era, handler) => {
    const sessions = await converse(planFor((await guard(handler)).url, { protocol: 'both' }));
    expect(sessions).toHaveLength(2);
    for (const session of sessions) {
      expect(session.error?.code).toBe(session.era === era ? 'mcp.era_not_supported' : undefined);
    }
  });
});

describe('a revision that was asked for', () => {
  it.each(['2025-11-25', '2025-06-18', '2025-03-26'] as const)(
    '%s is the one that is spoken',
    async (protocol) => {
      const server = await guard(statefulHandler());
      const [session] = await converse(planFor(server.url, { protocol }));
      expect(session).toMatchObject({ protocol, era: 'legacy', error: null });
      expect(server.seen[0]?.body).toMatchObject({ params: { protocolVersion: protocol } });
      expect(server.seen[1]?.headers['mcp-protocol-version']).toBe(protocol);
      expect(server.lines().at(-1)).toBe('DELETE');
    },
  );

  it.each(['2025-11-25', '2025-06-18'] as const)(
    '%s is not another that the server wants',
    async (protocol) => {
      const server = await guard((_request, response, body) => {
        const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : null;
        const result = {
          protocolVersion: '2024-11-05',
          capabilities: {},
          serverInfo: { name: 'old', version: '1' },
        };
        if (id === null) return response.writeHead(202).end();
        return response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id, result }));
      });
      const [session] = await converse(planFor(server.url, { protocol }));
      expect(session?.error).toMatchObject({ code: 'mcp.other_revision', exit: 6 });
      expect(session?.error?.message).toContain('2024-11-05');
    },
  );
});

describe('what is demanded of the tools', () => {
  it('fails a call whose result differs, and says how', async () => {
    const server = await guard(statefulHandler({ lies: true }));
    const [session] = await converse(planFor(server.url));
    expect(session?.error).toBeNull();
    expect(session?.calls[0]).toMatchObject({
      verdict: 'fail',
      result: 4,
      expected: 3,
      message: 'expected 3, got 4',
    });
    expect(session?.calls[1]?.verdict).toBe('pass');
  });

  it.each([secondHandler('modern'), statefulHandler()])(
    'tells a failing tool and a missing one apart',
    async (handler) => {
      const server = await guard(handler);
      const [session] = await converse(
        planFor(server.url, {
          calls: [
            { tool: 'break', arguments: {} },
            { tool: 'divide', arguments: {} },
            { tool: 'add', arguments: { a: 2, b: 2 } },
          ],
        }),
      );
      expect(session?.calls.map((call) => call.verdict)).toStrictEqual(['fail', 'fail', 'pass']);
      expect(session?.calls[0]?.message).toBe('the tool answered with an error: "no \\u{1b}[31m such thing"');
      expect(session?.calls[1]?.message).toContain('lists no tool "divide"');
      expect(session?.error).toBeNull();
      expect(server.lines().filter((line) => line === 'POST tools/call')).toHaveLength(2);
    },
  );

  it('stops early when it is told to', async () => {
    const modern = await guard(secondHandler('dual'));
    await converse(planFor(modern.url, { only: 'connect' }));
    expect(modern.lines()).toStrictEqual(['POST server/discover']);
    const legacy = await guard(statefulHandler());
    await converse(planFor(legacy.url, { only: 'list', protocol: '2025-11-25' }));
    expect(legacy.lines()).toStrictEqual([...HANDSHAKE, 'POST tools/list', 'DELETE']);
  });
});

describe('every request of a session', () => {
  it.each(['2026-07-28', '2025-11-25', '2025-06-18'] as const)(
    'carries the bearer and the gateway headers in %s',
    async (protocol) => {
      const server = await guard(protocol === '2026-07-28' ? secondHandler('dual') : statefulHandler());
      const plan = planFor(server.url, { protocol });
      const key = plan.http.vault.keep('a-gateway-key-of-some-length');
      await converse({
        ...plan,
        headers: [
          ['x-gateway-key', key],
          ['x-plain', 'yes'],
        ],
      });
      expect(server.seen.length).toBeGreaterThan(2);
      for (const { headers } of server.seen) {
        expect(headers.authorization).toMatch(/^Bearer /u);
        expect(headers['x-gateway-key']).toBe('a-gateway-key-of-some-length');
        expect(headers['x-plain']).toBe('yes');
      }
    },
  );
});
