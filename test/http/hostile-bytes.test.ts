import { type AddressInfo, createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { codeOf, get, useBench } from './servers.ts';

const bench = useBench();

describe('a server that', () => {
  it.each([
    ['speaks no HTTP', 'http.parse', 'SSH-2.0-OpenSSH_9.6\r\n'],
    ['speaks HTTP/0.9', 'http.parse', '<html>hello</html>'],
    ['sends a bad status line', 'http.parse', 'HTTP/1.1 abc OK\r\n\r\n'],
    ['sends a header without a colon', 'http.parse', 'HTTP/1.1 200 OK\r\nnonsense\r\n\r\n'],
    [
      'sends a bad chunk size',
      'http.parse',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nxyz\r\nhello\r\n',
    ],
    [
      'sends both Content-Length and Transfer-Encoding',
      'http.framing',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n',
    ],
    [
      'sends two lengths',
      'http.framing',
      'HTTP/1.1 200 OK\r\ncontent-length: 5\r\ncontent-length: 6\r\n\r\nhello!',
    ],
    [
      'sends a length that is no number',
      'http.parse',
      'HTTP/1.1 200 OK\r\ncontent-length: five\r\n\r\nhello',
    ],
    ['hangs up in its headers', 'http.truncated', 'HTTP/1.1 200 OK\r\ncontent-le'],
    ['sends less than its length', 'http.truncated', 'HTTP/1.1 200 OK\r\ncontent-length: 50\r\n\r\nhello'],
    [
      'sends less than its length, and had said that it would close',
      'http.truncated',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 50\r\n\r\nhello',
    ],
    [
      'hangs up between chunks',
      'http.truncated',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
    ],
    [
      'hangs up between chunks, and had said that it would close',
      'http.truncated',
      'HTTP/1.1 200 OK\r\nconnection: close\r\ntransfer-encoding: chunked\r\n\r\n5\r\nhello\r\n',
    ],
    ['says nothing', 'tcp.reset', ''],
  ])('%s: %s', async (_name, code, bytes) => {
    const server = await bench.answering(bytes);
    const http = bench.open(server.origin);
    expect(await codeOf(http.send(get(server.origin)))).toBe(code);
    expect(http.exchanges).toMatchObject([{ error: code }]);
    const fetching = http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin);
    expect(await codeOf(fetching.then((response) => response.text()))).toBe(code);
  });

  it('sends more than its length does not get the rest read as another answer', async () => {
    const server = await bench.answering(
      'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nokHTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nevil',
      true,
    );
    const http = bench.open(server.origin);
    expect((await http.send(get(server.origin))).body).toBe('ok');
    const next = await http.send(get(server.origin)).catch((error: unknown) => error);
    expect(next).not.toMatchObject({ body: 'evil' });
  });

  it('has a bad header behind a length is not said to have sent too short a body', async () => {
    const server = await bench.answering('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nx : y\r\n\r\n{}');
    await expect(bench.open(server.origin).send(get(server.origin))).rejects.toMatchObject({
      code: 'http.framing',
      message: expect.stringContaining('sent a header that is no HTTP/1.1'),
    });
  });

  it('resets in the middle of its body has sent a truncated answer', async () => {
    const server = await bench.raw((socket) => {
      socket.once('data', () => {
        socket.write('HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhello', () => {
          setImmediate(() => socket.resetAndDestroy());
        });
      });
    });
    expect(await codeOf(bench.open(server.origin).send(get(server.origin)))).toBe('http.truncated');
  });

  it.each([
    ['http.truncated', gzipSync('x'.repeat(1000)).subarray(0, 20)],
    ['http.encoding', Buffer.from('this is no gzip')],
  ])('sends broken gzip: %s', async (code, body) => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(body);
    });
    expect(await codeOf(bench.open(server.origin).send(get(server.origin)))).toBe(code);
  });

  it('is not there is refused, with the port in the message', async () => {
    const port = await freePort();
    const url = `http://localhost:${port}/`;
    await expect(bench.open(url).send(get(url))).rejects.toMatchObject({
      code: 'tcp.refused',
      message: expect.stringContaining(`localhost:${port}`),
      hint: expect.stringContaining('port'),
    });
  });

  it('echoes a secret in its garbage does not get it into the error', async () => {
    const server = await bench.answering('canary-canary-canary\r\n\r\n');
    const error: unknown = await bench
      .open(server.origin)
      .send(get(server.origin))
      .catch((reason: unknown) => reason);
    const { inspect } = await import('node:util');
    expect(inspect(error, { depth: 20, showHidden: true })).not.toContain('canary');
  });

  it('answers with a status that HTTP does not have', async () => {
    const server = await bench.answering('HTTP/1.1 799 Odd\r\ncontent-length: 0\r\n\r\n');
    const http = bench.open(server.origin);
    expect((await http.send(get(server.origin, { purpose: 'probe' }))).status).toBe(799);
    expect(await codeOf(http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin))).toBe('http.parse');
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
