import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codeOf, get, type Listener, post, useBench } from './servers.ts';

const bench = useBench();
const MIB = 1024 * 1024;

function answeringWith(body: Buffer, headers: Record<string, string> = {}): Promise<Listener> {
  return bench.http((_request, response) => {
    response.writeHead(200, headers);
    response.end(body);
  });
}

/** Sends the chunk again and again until the other side has had enough. */
function endless(contentType: string, chunk: string): Promise<Listener> {
  return bench.http((_request, response) => {
    response.writeHead(200, { 'content-type': contentType });
    const pump = (): void => {
      while (!response.destroyed && response.write(chunk)) {
        // until the buffer is full
      }
    };
    response.on('drain', pump);
    pump();
  });
}

describe('a body', () => {
  it.each([
    ['metadata', 256 * 1024],
    ['credential', 256 * 1024],
    ['mcp', 4 * MIB],
    ['probe', 4 * MIB],
  ] as const)('for %s may have %d bytes and not one more', async (purpose, limit) => {
    for (const [size, isFine] of [
      [limit, true],
      [limit + 1, false],
    ] as const) {
      const server = await answeringWith(Buffer.alloc(size, 'x'));
      const sending = bench.open(server.origin).send(get(server.origin, { purpose }));
      if (isFine) expect((await sending).body).toHaveLength(size);
      else expect(await codeOf(sending)).toBe('limit.body_bytes');
    }
  });

  it('may have its own cap', async () => {
    const server = await answeringWith(Buffer.alloc(11, 'x'));
    const http = bench.open(server.origin);
    expect((await http.send(get(server.origin, { maxBytes: 11 }))).body).toHaveLength(11);
    expect(await codeOf(http.send(get(server.origin, { maxBytes: 10 })))).toBe('limit.body_bytes');
  });

  it('that never ends is cut off, and its socket closed', async () => {
    const server = await endless('application/json', 'x'.repeat(64 * 1024));
    expect(await codeOf(bench.open(server.origin).send(get(server.origin)))).toBe('limit.body_bytes');
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('is counted after decompression', async () => {
    const server = await answeringWith(gzipSync(Buffer.alloc(64 * MIB)), { 'content-encoding': 'gzip' });
    const before = process.memoryUsage().arrayBuffers;
    expect(await codeOf(bench.open(server.origin).send(get(server.origin)))).toBe('limit.body_bytes');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * MIB);
  });

  it('may not grow a hundredfold when decompressed', async () => {
    const server = await answeringWith(gzipSync(Buffer.alloc(3 * MIB)), { 'content-encoding': 'gzip' });
    const sending = bench.open(server.origin).send(get(server.origin, { purpose: 'mcp' }));
    await expect(sending).rejects.toMatchObject({ code: 'limit.body_bytes', message: /100 times/ });
  });

  it.each([
    ['br', brotliCompressSync(Buffer.alloc(1000))],
    ['deflate', Buffer.from('x')],
    ['gzip, gzip', gzipSync(gzipSync('x'))],
    ['zstd', Buffer.from('x')],
  ])('in a coding not asked for, %s, is refused', async (coding, body) => {
    const server = await answeringWith(body, { 'content-encoding': coding });
    expect(await codeOf(bench.open(server.origin).send(get(server.origin)))).toBe('http.encoding');
  });

  it('counts towards the total of its target only', async () => {
    const server = await answeringWith(Buffer.alloc(600));
    const network = bench.network({ limits: { targetBytes: 1000 } });
    const one = network.open({ name: 'one', url: server.origin, timeoutMs: 5_000 });
    const two = network.open({ name: 'two', url: server.origin, timeoutMs: 5_000 });
    await one.send(get(server.origin));
    expect(await codeOf(one.send(get(server.origin)))).toBe('limit.body_bytes');
    expect((await two.send(get(server.origin))).status).toBe(200);
  });
});

describe('response headers', () => {
  it.each([
    ['17 KiB in one line', `x: ${'y'.repeat(17 * 1024)}\r\n`],
    ['2,500 lines', 'x: y\r\n'.repeat(2500)],
    ['600 short lines', 'x: y\r\n'.repeat(600)],
  ])('of %s are refused', async (_name, lines) => {
    const server = await bench.answering(`HTTP/1.1 200 OK\r\n${lines}content-length: 0\r\n\r\n`);
    expect(await codeOf(bench.open(server.origin).send(get(server.origin)))).toBe('limit.headers');
  });
});

describe('an event stream', () => {
  const limits = { eventBytes: 4096, events: 20, eventStreamBytes: 64 * 1024 };

  it.each([
    ['one endless line', 'data: x'.repeat(500)],
    ['endless data lines of one event', 'data: x\n'.repeat(100)],
    ['endless events', 'data: x\n\n'],
    ['endless comments', ': x\n\n'],
    ['endless blank lines', '\n'.repeat(1000)],
  ])('with %s is cut off', async (_name, chunk) => {
    const server = await endless('text/event-stream', chunk);
    const http = bench.open(server.origin, { limits });
    expect(await codeOf(http.send(post(server.origin, { purpose: 'mcp' })))).toBe('limit.sse');
    const response = await http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin);
    expect(await codeOf(response.text())).toBe('limit.sse');
    expect(http.exchanges.map(({ error }) => error)).toEqual(['limit.sse', 'limit.sse']);
    expect(http.takeError()).toMatchObject({ code: 'limit.sse' });
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('may be longer than a body', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      for (let index = 0; index < 6; index += 1) response.write(`data: ${'x'.repeat(MIB)}\n\n`);
      response.end();
    });
    const { body } = await bench.open(server.origin).send(post(server.origin, { purpose: 'mcp' }));
    expect(body.length).toBeGreaterThan(6 * MIB);
  });

  it('is opened again three times, not more', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.end('retry: 0\n\n');
    });
    const fetch = bench.open(server.origin).fetch({ purpose: 'mcp', phase: 'session' });
    const reopen = async (): Promise<void> => {
      const response = await fetch(server.origin, {
        headers: { accept: 'text/event-stream', 'last-event-id': '1' },
      });
      await response.text();
    };
    for (let index = 0; index < 3; index += 1) await reopen();
    expect(await codeOf(reopen())).toBe('limit.reconnect');
    expect(server.requests).toHaveLength(3);
  });
});
