import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createEventScan } from '../../src/client/event-stream.ts';
import { converse } from '../../src/client/index.ts';
import { planFor } from './support/plan.ts';
import { event, type Message, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const SDKS = ['2025-11-25', '2025-06-18'] as const;
const CALLS = [{ tool: 'get_me', arguments: {} }];
const STREAM = { 'content-type': 'text/event-stream' };

/** Breaks its answer off after `head`, and gives the rest when `rest` says so. */
function interrupting(
  head: string,
  rest: (response: ServerResponse, answer: string) => unknown,
  openMs = 20,
) {
  let call: Message | undefined;
  let brokenOff = 0;
  const resumed: { readonly after: number; readonly from: string }[] = [];
  const handler = scripted({
    call: (_request, response, message) => {
      call = message;
      response.writeHead(200, STREAM).write(head);
      setTimeout(() => {
        brokenOff = performance.now();
        response.end();
      }, openMs);
    },
    get: (request, response) => {
      const from = request.headers['last-event-id'];
      if (from === undefined) return response.writeHead(405).end();
      resumed.push({ after: performance.now() - brokenOff, from: String(from) });
      brokenOff = performance.now();
      return rest(response, event({ jsonrpc: '2.0', id: call?.id, result: { content: [] } }, 'last'));
    },
  });
  return { handler, resumed };
}

describe.each(SDKS)('an answer that is broken off (%s)', (protocol) => {
  it('is fetched where it ended, and not before the server wants it', async () => {
    const { handler, resumed } = interrupting('id: one\nretry: 400\ndata:\n\n', (response, answer) =>
      response.writeHead(200, STREAM).write(answer),
    );
    const server = await start(handler);
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    expect(resumed).toMatchObject([{ from: 'one' }]);
    expect(resumed[0]?.after).toBeGreaterThanOrEqual(390);
  });

  it('is not fetched earlier because another stream is in more of a hurry', async () => {
    const { handler, resumed } = interrupting('id: one\nretry: 400\ndata:\n\n', (response, answer) =>
      response.writeHead(200, STREAM).write(answer),
    );
    let hurry: (() => void) | undefined;
    const server = await start((request, response, body) => {
      if (request.method === 'GET' && request.headers['last-event-id'] === undefined) {
        response.writeHead(200, STREAM).write(': open\n\n');
        hurry = () => response.write('retry: 1\ndata:\n\n');
        return undefined;
      }
      if ((body as Message | undefined)?.method === 'tools/call') setTimeout(() => hurry?.(), 5);
      return handler(request, response, body);
    });
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    expect(resumed[0]?.after).toBeGreaterThanOrEqual(390);
  });

  it('may be broken off again, and wait for longer than one answer may take', async () => {
    let times = 0;
    const { handler, resumed } = interrupting('id: one\nretry: 250\ndata:\n\n', (response, answer) => {
      times += 1;
      const more = `id: part-${times}\nretry: 300\ndata:\n\n`;
      return response.writeHead(200, STREAM).end(times < 3 ? more : answer);
    });
    const server = await start(handler);
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS, timeoutMs: 400 }));
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    expect(resumed.map(({ from }) => from)).toStrictEqual(['one', 'part-1', 'part-2']);
    expect(resumed[1]?.after).toBeGreaterThanOrEqual(290);
  });

  it('is not fetched for ever', async () => {
    const { handler, resumed } = interrupting('id: one\nretry: 1\ndata:\n\n', (response) =>
      response.writeHead(200, STREAM).end('id: more\nretry: 1\ndata:\n\n'),
    );
    const server = await start(handler);
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
    expect(session?.error).toMatchObject({ code: 'limit.resumptions', exit: 6 });
    expect(resumed).toHaveLength(3);
  });

  it.each(['99999999', '99999999999999999999'])(
    'is not waited for when the server wants %s ms, and not fetched at once either',
    async (retry) => {
      const { handler, resumed } = interrupting(`id: one\nretry: ${retry}\ndata:\n\n`, (response, answer) =>
        response.writeHead(200, STREAM).end(answer),
      );
      const server = await start(handler);
      const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
      expect(session?.error).toMatchObject({
        code: 'mcp.no_answer',
        message: expect.stringContaining('no more than 5 s is waited'),
      });
      expect(resumed).toStrictEqual([]);
    },
  );

  it('is given up at once when the rest is refused', async () => {
    const { handler, resumed } = interrupting('id: one\nretry: 1\ndata:\n\n', (response) =>
      response.writeHead(404).end(),
    );
    const server = await start(handler);
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
    expect(session?.error).toMatchObject({ code: 'mcp.no_answer' });
    expect(session?.error?.message).toContain('(404)');
    expect(resumed).toHaveLength(1);
  });

  it('says that the token was refused when that is why', async () => {
    const { handler } = interrupting('id: one\nretry: 1\ndata:\n\n', (response) =>
      response.writeHead(401, { 'www-authenticate': 'Bearer error="invalid_token"' }).end(),
    );
    const server = await start(handler);
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
    expect(session?.error?.code).toBe('auth.rejected_token');
  });

  it.each([
    ['nothing', ': nothing\n\n'],
    ['an id that belongs to no event', 'id: one\n\n'],
  ])('is not fetched, and not waited for, when %s said that it could be', async (_name, head) => {
    const { handler, resumed } = interrupting(head, (response, answer) =>
      response.writeHead(200, STREAM).end(answer),
    );
    const server = await start(handler);
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
    expect(session?.error).toMatchObject({
      code: 'mcp.no_answer',
      message: 'The event stream ended without an answer to the request.',
    });
    expect(resumed).toStrictEqual([]);
  });
});

it('a late answer has time left after the wait that the server wanted', async () => {
  const { handler } = interrupting(
    'id: one\nretry: 1900\ndata:\n\n',
    (response, answer) => response.writeHead(200, STREAM).end(answer),
    1_600,
  );
  const server = await start(handler);
  const [session] = await converse(
    planFor(server.url, { protocol: '2025-11-25', calls: CALLS, timeoutMs: 2_000 }),
  );
  expect(session?.error).toBeNull();
});

describe('what is seen in an event stream', () => {
  const scan = (...chunks: readonly string[]) => {
    const seen = createEventScan();
    for (const chunk of chunks) seen.read(Buffer.from(chunk));
    return { answered: seen.answered(), lastEventId: seen.lastEventId(), retryMs: seen.retryMs() };
  };
  const NOTHING = { answered: false, lastEventId: undefined, retryMs: 0 };
  const ANSWER = '{"jsonrpc":"2.0","id":1,"result":{}}';

  it.each([
    [[`data: ${ANSWER}\n\n`], { answered: true }],
    [[`data:${ANSWER}\r\n\r\n`], { answered: true }],
    [[`data: ${ANSWER}\r`, '\n\r', '\n'], { answered: true }],
    [[`data: ${ANSWER.slice(0, 17)}\ndata: ${ANSWER.slice(17)}\n\n`], { answered: true }],
    [['da', 'ta: {"id":1,"er', 'ror":{"code":1,"message":""}}', '\n', '\n'], { answered: true }],
    [[`data: ${ANSWER}\n`], {}],
    [[`data: ${ANSWER.slice(0, -1)}\n\n`], {}],
    [['data: {"method":"x","params":{"result":1}}\n\n'], {}],
    [[`: ${ANSWER}\n\n`], {}],
    [['id: 7\ndata:\n\n'], { lastEventId: '7' }],
    [['id: 7\ndata:\n\nid: 8\ndata: x\n\ndata: y\n\n'], { lastEventId: '8' }],
    [['id: 7\ndata:\n'], {}],
    [['id: 7\n\ndata:\n\n'], {}],
    [['id: 7\u0000\ndata:\n\n'], {}],
    [['id\ndata:\n\nid:\ndata:\n\n'], {}],
    [[`data: ${ANSWER}\n\nid: 7\ndata: more\n\n`], { answered: true, lastEventId: '7' }],
    [['retry: 10\nretry: 20\n'], { retryMs: 20 }],
    [['retry: soon\nretry: -1\nretry: 1.5\n'], {}],
    [
      [`event: message\nid: a\nretry: 5\ndata: ${ANSWER}\n\n`],
      { answered: true, lastEventId: 'a', retryMs: 5 },
    ],
  ])('%j', (chunks, expected) => {
    expect(scan(...chunks)).toStrictEqual({ ...NOTHING, ...expected });
  });
});
