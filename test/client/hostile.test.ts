import { describe, expect, it } from 'vitest';
import { converse } from '../../src/client/index.ts';
import type { Handler } from './support/gate.ts';
import { planFor } from './support/plan.ts';
import { start } from './support/start.ts';

interface Message {
  readonly id?: unknown;
  readonly method: string;
  readonly params?: { readonly cursor?: string; readonly name?: string };
}

const META = { resultType: 'complete', ttlMs: 0, cacheScope: 'private' };
const tool = (name: string, more: object = {}) => ({ name, inputSchema: { type: 'object' }, ...more });

/** A modern server that answers each method as the table says. */
function modern(methods: Readonly<Record<string, (message: Message) => unknown>>): Handler {
  return (_request, response, body) => {
    const message = body as Message;
    const result = methods[message.method]?.(message);
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ jsonrpc: '2.0', id: message.id, result: { ...META, ...(result as object) } }));
  };
}

const codeOf = async (handler: Handler, timeoutMs = 5_000): Promise<string | undefined> => {
  const server = await start(handler);
  const [session] = await converse(planFor(server.url, { protocol: '2026-07-28', timeoutMs }));
  return session?.error?.code;
};

describe('a list that does not end', () => {
  it('is left at the first cursor that comes again, with the tools so far', async () => {
    const server = await start(
      modern({
        'tools/list': ({ params }) => ({ tools: [tool(`t${params?.cursor ?? ''}`)], nextCursor: 'again' }),
      }),
    );
    const [session] = await converse(planFor(server.url));
    expect(session?.error?.code).toBe('limit.pages');
    expect(session?.tools.map(({ name }) => name)).toStrictEqual(['t', 'tagain']);
    expect(server.lines()).toHaveLength(2);
  });

  it('is left after 64 pages', async () => {
    let page = 0;
    const server = await start(
      modern({
        'tools/list': () => {
          page += 1;
          return { tools: [tool(`t${page}`)], nextCursor: `${page}` };
        },
      }),
    );
    const [session] = await converse(planFor(server.url));
    expect(session?.error?.code).toBe('limit.pages');
    expect(session?.tools).toHaveLength(64);
    expect(server.lines()).toHaveLength(64);
  });

  it.each([
    ['a name of a thousand characters', [tool('x'.repeat(1_000))], 'limit.tool_name'],
    ['a very long description', [tool('x', { description: 'y'.repeat(70_000) })], 'limit.tool_description'],
    [
      'a very large schema',
      [tool('x', { outputSchema: { type: 'object', title: 'y'.repeat(600_000) } })],
      'limit.tool_schema',
    ],
    [
      'a very deep schema',
      [tool('x', { inputSchema: { type: 'object', a: JSON.parse('['.repeat(200) + ']'.repeat(200)) } })],
      'limit.depth',
    ],
    [
      'ten thousand and one tools',
      Array.from({ length: 10_001 }, (_, index) => tool(`t${index}`)),
      'limit.tools',
    ],
    ['a tool without a name', [{ inputSchema: { type: 'object' } }], 'mcp.invalid_result'],
  ])('%s', async (_name, tools, code) => {
    expect(await codeOf(modern({ 'tools/list': () => ({ tools }) }))).toBe(code);
  });
});

describe('a schema that the server chose', () => {
  const bomb = { type: 'object', properties: { text: { type: 'string', pattern: '^(a+)+$' } } };
  const broken = { type: 'object', properties: { text: { $ref: 'https://elsewhere.example/x' } } };
  const wanted = { type: 'object', properties: { text: { type: 'number' } } };
  const handler = modern({
    'tools/list': () => ({
      tools: [
        tool('bomb', { outputSchema: bomb }),
        tool('broken', { outputSchema: broken }),
        tool('wrong', { outputSchema: wanted }),
        tool('silent', { outputSchema: wanted }),
        tool('fine', { outputSchema: { type: 'object', properties: { text: { type: 'string' } } } }),
      ],
    }),
    'tools/call': ({ params }) => ({
      content: [{ type: 'text', text: 'x' }],
      ...(params?.name === 'silent' ? {} : { structuredContent: { text: `${'a'.repeat(40)}!` } }),
    }),
  });

  it('fails its own call, and the others go on', async () => {
    const server = await start(handler);
    const names = ['bomb', 'broken', 'wrong', 'silent', 'fine'];
    const [session] = await converse(
      planFor(server.url, { calls: names.map((name) => ({ tool: name, arguments: {} })) }),
    );
    expect(session?.error).toBeNull();
    expect(session?.calls.map(({ verdict }) => verdict)).toStrictEqual([
      'fail',
      'fail',
      'fail',
      'fail',
      'pass',
    ]);
    const messages = session?.calls.map(({ message }) => message);
    expect(messages?.[0]).toContain('takes longer than a second');
    expect(messages?.[1]).toContain('refers to another document');
    expect(messages?.[2]).toContain('/text must be number');
    expect(messages?.[3]).toContain('no structured content');
  });
});

describe('an answer that does not come', () => {
  it('ends at the deadline', async () => {
    expect(await codeOf(() => undefined, 300)).toMatch(/^timeout\./u);
  });

  it('ends at the deadline also when the stream drips', async () => {
    const drip: Handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      const dripping = setInterval(() => response.write(': still here\n\n'), 50);
      response.on('close', () => clearInterval(dripping));
    };
    expect(await codeOf(drip, 400)).toMatch(/^timeout\./u);
  });

  it('is told apart from a stream that ends without it', async () => {
    const empty: Handler = (_request, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end(': nothing\n\n');
    expect(await codeOf(empty)).toBe('mcp.no_answer');
  });

  it('is not missed when a slow tool follows on a stream that ended late', async () => {
    const server = await start((_request, response, body) => {
      const { id, method } = body as Message;
      const result = method === 'tools/list' ? { tools: [tool('get_me')] } : { content: [] };
      const event = `data: ${JSON.stringify({ jsonrpc: '2.0', id, result: { ...META, ...result } })}\n\n`;
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      if (method === 'tools/list') {
        response.write(event);
        setTimeout(() => response.end(), 50);
      } else setTimeout(() => response.end(event), 600);
    });
    const [session] = await converse(planFor(server.url));
    expect(session).toMatchObject({ error: null, calls: [{ tool: 'get_me', verdict: 'pass' }] });
  });

  it('is told apart from a stream that breaks', async () => {
    const torn: Handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('data: {"jsonrpc"');
      setImmediate(() => response.destroy());
    };
    expect(await codeOf(torn)).toMatch(/^(?:http|tcp)\./u);
  });

  it('is not asked for again and again', async () => {
    const server = await start((_request, response) =>
      response.writeHead(200, { 'content-type': 'text/event-stream' }).end('retry: 1\nid: 7\ndata:\n\n'),
    );
    const [session] = await converse(planFor(server.url, { protocol: '2025-11-25' }));
    expect(session?.error?.code).toMatch(/^limit\./u);
    expect(server.lines().filter((line) => line === 'GET').length).toBeLessThanOrEqual(4);
  });

  it('may be interrupted by the user', async () => {
    const interrupt = new AbortController();
    const server = await start(() => interrupt.abort());
    const [session] = await converse(planFor(server.url, { signal: interrupt.signal }));
    expect(session?.error).toMatchObject({ code: 'run.interrupted', exit: 9 });
  });
});

describe('an answer deeper than a program can follow', () => {
  it('fails its call', async () => {
    const deep = '['.repeat(5_000) + ']'.repeat(5_000);
    const handler = modern({ 'tools/list': () => ({ tools: [tool('get_me')] }) });
    const server = await start((request, response, body) => {
      const { id, method } = body as Message;
      if (method === 'tools/list') return handler(request, response, body);
      const result = `{"resultType":"complete","content":[],"structuredContent":{"x":${deep}}}`;
      return response
        .writeHead(200, { 'content-type': 'application/json' })
        .end(`{"jsonrpc":"2.0","id":${JSON.stringify(id)},"result":${result}}`);
    });
    const [session] = await converse(planFor(server.url));
    expect(session?.calls[0]).toMatchObject({ verdict: 'fail', result: null });
    expect(session?.error?.class).toBe('protocol');
  });
});
