import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { describe, expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import type { Renew, TokenRefusal } from '../../src/types.ts';
import { planFor } from './support/plan.ts';
import { event, META, type Message, result, type Script, scripted } from './support/scripted.ts';
import { start } from './support/start.ts';

const SDKS = ['2025-11-25', '2025-06-18'] as const;
const CALLS = [
  { tool: 'get_me', arguments: {} },
  { tool: 'get_me', arguments: {} },
];
const STREAM = { 'content-type': 'text/event-stream' };

/** Takes its time, so that what happens to the stream happens while a call is under way. */
const slowly =
  (ms: number): NonNullable<Script['call']> =>
  (_request, response, message) =>
    void setTimeout(() => result(response, message, { ...META, content: [] }), ms);

describe.each(SDKS)('whatever happens to the stream for unasked messages is no fault (%s)', (protocol) => {
  it('401: nor a reason for another token', async () => {
    const told: TokenRefusal[] = [];
    const renew: Renew = async (refusal) => {
      told.push(refusal);
      return undefined;
    };
    const server = await start(scripted({ get: (_request, response) => response.writeHead(401).end() }));
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS, renew }));
    expect(session?.error).toBeNull();
    expect(told).toStrictEqual([]);
    expect(server.lines()).toContain('GET');
  });

  it.each([401, 404, 500])('it ends, and is refused with %i where it is opened again', async (status) => {
    const server = await start(
      scripted({
        get: (request, response) =>
          request.headers['last-event-id'] === undefined
            ? response.writeHead(200, STREAM).end('id: one\nretry: 10\ndata:\n\n')
            : response.writeHead(status).end(),
        call: slowly(150),
      }),
    );
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS }));
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }, { verdict: 'pass' }] });
    expect(server.seen.map(({ headers }) => headers['last-event-id'])).toContain('one');
  });

  it('it ends at once, again and again, and an answer is broken off besides', async () => {
    let call: Message | undefined;
    const server = await start(
      scripted({
        get: (request, response) => {
          if (request.headers['last-event-id'] !== 'of-the-answer')
            return response.writeHead(200, STREAM).end('id: aside\nretry: 10\ndata:\n\n');
          const answer = { jsonrpc: '2.0', id: call?.id, result: { content: [] } };
          return response.writeHead(200, STREAM).end(event(answer));
        },
        call: (_request, response, message) => {
          call = message;
          response.writeHead(200, STREAM).write('retry: 10\nid: of-the-answer\ndata:\n\n');
          setTimeout(() => response.end(), 300);
        },
      }),
    );
    const [session] = await converse(planFor(server.url, { protocol, calls: CALLS.slice(1) }));
    expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }] });
    const asides = server.seen.filter(
      ({ method, headers }) => method === 'GET' && headers['last-event-id'] !== 'of-the-answer',
    );
    expect(asides.length).toBeGreaterThan(1);
    expect(asides.length).toBeLessThanOrEqual(4);
  });

  it.each([
    ['is never answered', () => undefined],
    ['is silent', (_request, response) => response.writeHead(200, STREAM).write(': open\n\n')],
  ] as const satisfies readonly (readonly [string, NonNullable<Script['get']>])[])(
    'it %s: the run is not kept waiting, and nothing stays open',
    async (_name, get) => {
      let closed: Promise<unknown> | undefined;
      const server = await start(
        scripted({
          get: (request, response) => {
            closed = once(response, 'close');
            return get(request, response);
          },
        }),
      );
      const plan = planFor(server.url, { protocol, calls: CALLS, timeoutMs: 20_000 });
      const before = performance.now();
      const [session] = await converse(plan);
      expect(performance.now() - before).toBeLessThan(3_000);
      expect(session?.error).toBeNull();
      expect(closed).toBeDefined();
      await closed;
      expect(plan.http.exchanges.filter(({ error }) => error !== undefined)).toStrictEqual([]);
    },
  );
});

it('an answer that comes on it counts, and the stream of the request may end without', async () => {
  let aside: ServerResponse | undefined;
  const server = await start(
    scripted({
      get: (_request, response) => {
        aside = response.writeHead(200, STREAM);
        return aside.write(': open\n\n');
      },
      call: (_request, response, { id }) => {
        if (server.lines().filter((line) => line === 'POST tools/call').length > 1)
          return setTimeout(() => result(response, { id, method: '' }, { content: [] }), 300);
        response.writeHead(200, STREAM).write(': open\n\n');
        aside?.write(event({ jsonrpc: '2.0', id, result: { content: [] } }));
        return setTimeout(() => response.end(), 100);
      },
    }),
  );
  const [session] = await converse(planFor(server.url, { protocol: '2025-11-25', calls: CALLS }));
  expect(session).toMatchObject({ error: null, calls: [{ verdict: 'pass' }, { verdict: 'pass' }] });
});

it('the call is not blamed for what happens to the stream', async () => {
  const handler = scripted({
    get: (_request, response) => {
      response.writeHead(200, STREAM).write(': open\n\n');
      setTimeout(() => response.destroy(), 50);
    },
    call: (_request, response, message) => {
      const error = { code: -32603, message: 'the tool broke' };
      setTimeout(() => {
        response
          .writeHead(200, { 'content-type': 'application/json' })
          .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, error }));
      }, 150);
    },
  });
  const server = await start(handler);
  const [session] = await converse(planFor(server.url, { protocol: '2025-11-25', calls: CALLS }));
  expect(session?.error).toMatchObject({ code: 'jsonrpc.error' });
});
