import { once } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { codeOf, get, post, useBench } from './servers.ts';

const bench = useBench();

/** Writes the text every 50 ms for as long as the socket lives. */
function drip(socket: Socket, text: string): void {
  const timer = setInterval(() => socket.write(text), 50);
  socket.once('close', () => clearInterval(timer));
}

describe('a deadline', () => {
  it.each([
    ['answers nothing', 'timeout.headers', () => undefined],
    [
      'drips its headers',
      'timeout.headers',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\n');
        drip(socket, 'x: y\r\n');
      },
    ],
    [
      'announces for ever',
      'timeout.exchange',
      (socket: Socket) => drip(socket, 'HTTP/1.1 103 Hints\r\n\r\n'),
    ],
    [
      'drips its body',
      'timeout.exchange',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n');
        drip(socket, 'x');
      },
    ],
    [
      'stops in its body',
      'timeout.exchange',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nx');
      },
    ],
  ] as const)('ends the exchange with a server that %s', async (_name, code, answer) => {
    const server = await bench.raw((socket) => {
      socket.once('data', () => answer(socket));
    });
    const http = bench.open(server.origin, { timeoutMs: 300 });
    await expect(http.send(post(server.origin))).rejects.toMatchObject({
      code,
      class: 'unreachable',
      message: expect.stringMatching(/127\.0\.0\.1:\d+ .* within 0\.3 s/),
      hint: expect.stringContaining('--timeout'),
    });
    expect(http.exchanges).toMatchObject([{ error: code, method: 'POST' }]);
    await expect.poll(() => server.sockets.size).toBe(0);
  });

  it('for the headers holds before the total one', async () => {
    const server = await bench.http(() => undefined);
    const http = bench.open(server.origin, { timeoutMs: 600, limits: { headersMs: 200 } });
    await expect(http.send(get(server.origin))).rejects.toMatchObject({
      code: 'timeout.headers',
      message: /0\.2 s/,
    });
  });

  it('of one request may differ from its target', async () => {
    const server = await bench.http(() => undefined);
    const http = bench.open(server.origin, { timeoutMs: 60_000 });
    expect(await codeOf(http.send(get(server.origin, { timeoutMs: 100 })))).toBe('timeout.headers');
  });

  it('holds for TLS that never finishes', async () => {
    const server = await bench.raw((socket) => socket.resume());
    const url = server.origin.replace('http:', 'https:');
    expect(await codeOf(bench.open(url, { limits: { connectMs: 200 } }).send(get(url)))).toBe('timeout.tls');
    await expect.poll(() => server.sockets.size).toBe(0);
    expect(await codeOf(bench.open(url, { timeoutMs: 200 }).send(get(url)))).toBe('timeout.tls');
  });

  it('holds for a name that is never resolved', async () => {
    const lookup = () => new Promise<never>(() => undefined);
    const url = 'https://mcp.example.com/mcp';
    expect(await codeOf(bench.open(url, { lookup, limits: { connectMs: 100 } }).send(get(url)))).toBe(
      'timeout.connect',
    );
    expect(await codeOf(bench.open(url, { lookup, timeoutMs: 100 }).send(get(url)))).toBe('timeout.connect');
  });

  it('holds for a fetch whose body nobody reads', async () => {
    const server = await bench.raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n');
        drip(socket, '1\r\nx\r\n');
      });
    });
    const http = bench.open(server.origin, { timeoutMs: 300 });
    await http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin);
    await expect.poll(() => server.sockets.size).toBe(0);
    expect(http.exchanges).toMatchObject([{ status: 200, error: 'timeout.exchange' }]);
  });
});

describe('an abort', () => {
  it('before the answer closes the socket and rejects with its reason', async () => {
    const server = await bench.http(() => undefined);
    const http = bench.open(server.origin);
    const controller = new AbortController();
    const fetching = http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin, {
      signal: controller.signal,
    });
    await expect.poll(() => server.requests).toHaveLength(1);
    const [socket] = server.sockets;
    const closed = socket === undefined ? undefined : once(socket, 'close');
    controller.abort(new Error('enough'));
    await expect(fetching).rejects.toThrow('enough');
    await closed;
    expect(http.takeError()).toBeUndefined();
    expect(http.exchanges).toMatchObject([{ status: null }]);
  });

  it('in the middle of a stream closes the socket', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
    });
    const http = bench.open(server.origin);
    const controller = new AbortController();
    const response = await http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin, {
      signal: controller.signal,
    });
    const reader = response.body?.getReader();
    expect(Buffer.from((await reader?.read())?.value ?? []).toString()).toBe('data: 1\n\n');
    controller.abort(new Error('enough'));
    await expect(reader?.read()).rejects.toThrow('enough');
    await expect.poll(() => server.sockets.size).toBe(0);
    expect(http.exchanges[0]).not.toHaveProperty('error');
  });

  it('that came first sends nothing', async () => {
    const server = await bench.http((_request, response) => response.end());
    const fetch = bench.open(server.origin).fetch({ purpose: 'mcp', phase: 'session' });
    await expect(fetch(server.origin, { signal: AbortSignal.abort(new Error('enough')) })).rejects.toThrow(
      'enough',
    );
    expect(server.requests).toEqual([]);
  });

  it('is what cancelling a body comes to', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
    });
    const response = await bench.open(server.origin).fetch({ purpose: 'mcp', phase: 'session' })(
      server.origin,
    );
    await response.body?.cancel();
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});
