import { once } from 'node:events';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { get, post, textOf, useBench } from './servers.ts';

const bench = useBench();

describe('a request on the wire', () => {
  it('has exactly its headers, in order, duplicates and Host included', async () => {
    const seen: string[] = [];
    const server = await bench.raw((socket) => {
      socket.on('data', (bytes: Buffer) => {
        seen.push(bytes.toString('latin1'));
        socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
    });
    await bench.open(server.origin).send(
      post(`${server.origin}/mcp?a=b%20c`, {
        purpose: 'probe',
        headers: [
          ['Authorization', 'Bearer one'],
          ['X-Odd', ''],
          ['authorization', 'Bearer two'],
          ['Host', 'other.example'],
          ['User-Agent', 'probe'],
          ['Accept', 'application/json'],
          ['Accept-Encoding', 'identity'],
        ],
        body: 'grüße',
      }),
    );
    expect(seen.join('')).toBe(
      [
        'POST /mcp?a=b%20c HTTP/1.1',
        'host: other.example',
        'connection: keep-alive',
        'Authorization: Bearer one',
        'X-Odd: ',
        'authorization: Bearer two',
        'User-Agent: probe',
        'Accept: application/json',
        'Accept-Encoding: identity',
        'content-length: 7',
        '',
        Buffer.from('grüße').toString('latin1'),
      ].join('\r\n'),
    );
  });

  it('gets a user agent, an accept and gzip when it names none', async () => {
    const server = await bench.http((request, response) => response.end(JSON.stringify(request.headers)));
    const { body } = await bench.open(server.origin).send(get(server.origin));
    expect(JSON.parse(body)).toMatchObject({
      'user-agent': 'mcp-authcheck',
      accept: '*/*',
      'accept-encoding': 'gzip',
    });
  });

  it('with a line break in a header is not sent', async () => {
    const server = await bench.http((_request, response) => response.end());
    const http = bench.open(server.origin);
    const sending = http.send(get(server.origin, { headers: [['authorization', 'Bearer a\r\nx: y']] }));
    await expect(sending).rejects.toMatchObject({
      code: 'http.request',
      message: expect.not.stringContaining('x: y'),
    });
    expect(server.requests).toEqual([]);
  });

  it('is never sent twice, also when the connection breaks before the answer', async () => {
    const server = await bench.raw((socket) => {
      socket.on('data', () => socket.destroy());
    });
    const http = bench.open(server.origin);
    await expect(http.send(post(server.origin))).rejects.toMatchObject({
      code: 'tcp.reset',
      retryable: true,
    });
    await expect(http.send(get(server.origin))).rejects.toMatchObject({ code: 'tcp.reset' });
    expect(server.requests).toHaveLength(2);
  });

  it('reuses the connection of the one before', async () => {
    const server = await bench.http((_request, response) => response.end('ok'));
    const network = bench.network();
    for (const name of ['one', 'two', 'three']) {
      const http = network.open({ name, url: server.origin, timeoutMs: 5_000 });
      await http.send(post(server.origin));
      await http.send(get(server.origin));
    }
    expect(server.requests).toHaveLength(6);
    expect(server.sockets.size).toBe(1);
  });

  it('shares at most the allowed number of connections with others to the same origin', async () => {
    let open = 0;
    let most = 0;
    const server = await bench.http((_request, response) => {
      open += 1;
      most = Math.max(most, open);
      setImmediate(() => {
        open -= 1;
        response.end();
      });
    });
    const network = bench.network({ limits: { socketsPerOrigin: 3 } });
    const https = Array.from({ length: 20 }, (_, index) =>
      network.open({ name: String(index), url: server.origin, timeoutMs: 5_000 }),
    );
    await Promise.all(https.map((http) => http.send(get(server.origin))));
    expect(server.requests).toHaveLength(20);
    expect(most).toBeLessThanOrEqual(3);
  });
});

describe('an answer', () => {
  it('has its status, its header lines as sent, its challenges and its body', async () => {
    const server = await bench.answering(
      'HTTP/1.1 401 No\r\nX-A: 1\r\nWWW-Authenticate: Basic realm="a"\r\nx-a: 2\r\nwww-authenticate: Bearer error="e"\r\ncontent-length: 2\r\n\r\nno',
    );
    const answer = await bench.open(server.origin).send(get(`${server.origin}/x`));
    expect(answer.status).toBe(401);
    expect(answer.url).toBe(`${server.origin}/x`);
    expect(answer.headers.slice(0, 2)).toEqual([
      ['X-A', '1'],
      ['WWW-Authenticate', 'Basic realm="a"'],
    ]);
    expect(answer.header('x-A')).toEqual(['1', '2']);
    expect(answer.challenges).toEqual([
      { scheme: 'Basic', parameters: { realm: 'a' } },
      { scheme: 'Bearer', parameters: { error: 'e' } },
    ]);
    expect(answer.body).toBe('no');
    expect(answer.exchange).toBe(1);
  });

  it('is decompressed', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-encoding', 'gzip');
      response.end(gzipSync('{"ok":true}'));
    });
    expect((await bench.open(server.origin).send(get(server.origin))).body).toBe('{"ok":true}');
  });

  it('may be empty although it says gzip', async () => {
    const server = await bench.http((request, response) => {
      response.setHeader('content-encoding', 'gzip');
      if (request.url === '/204') response.statusCode = 204;
      response.end();
    });
    const http = bench.open(server.origin);
    for (const request of [
      get(`${server.origin}/204`),
      get(server.origin),
      get(server.origin, { method: 'HEAD' }),
    ]) {
      expect((await http.send(request)).body).toBe('');
    }
  });

  it('keeps a byte order mark, and replaces what is no UTF-8', async () => {
    const server = await bench.http((_request, response) => response.end(Buffer.from('efbbbf7bff7d', 'hex')));
    expect((await bench.open(server.origin).send(get(server.origin))).body).toBe('\ufeff{\ufffd}');
  });

  it('may be announced by 103 Early Hints', async () => {
    const server = await bench.answering(
      'HTTP/1.1 103 Hints\r\nlink: x\r\n\r\nHTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok',
    );
    expect((await bench.open(server.origin).send(get(server.origin))).body).toBe('ok');
  });

  it('that is an event stream is read up to the first event with data, and the socket closed', async () => {
    const first = ': hello\n\nid: 1\ndata:\n\nevent: message\r\ndata: {"a":1}\r\n\r\n';
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream; charset=utf-8');
      response.write(`${first}data: never\n\n`);
    });
    const http = bench.open(server.origin);
    const answer = await http.send(post(server.origin, { purpose: 'mcp', firstEventOnly: true }));
    expect(answer.body).toBe(first);
    expect(http.exchanges[0]).not.toHaveProperty('error');
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});

describe('a document', () => {
  it('is not waited for where an event stream comes that never ends', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write(': hello\n\n');
    });
    const answer = await bench.open(server.origin).send(get(server.origin, { timeoutMs: 20_000 }));
    expect(answer).toMatchObject({ status: 200, body: '' });
    await expect.poll(() => server.sockets.size).toBe(0);
  });
});

describe('closing the network', () => {
  it('ends what is on the road', async () => {
    const server = await bench.http(() => undefined);
    const network = bench.network();
    const http = network.open({ name: 'a', url: server.origin, timeoutMs: 30_000 });
    const sending = http.send(get(server.origin));
    const failed = expect(sending).rejects.toMatchObject({ name: 'NetworkError' });
    while (server.requests.length === 0) await new Promise((resolve) => setImmediate(resolve));
    const [socket] = server.sockets;
    const closed = socket === undefined ? undefined : once(socket, 'close');
    await network.close();
    await failed;
    await closed;
    expect(server.sockets.size).toBe(0);
  });
});

it('reads what it was sent', async () => {
  const server = await bench.http((request, response) => {
    void textOf(request).then((body) => response.end(`${request.method} ${body}`));
  });
  const { body } = await bench.open(server.origin).send(post(server.origin, { method: 'PUT', body: 'x=1' }));
  expect(body).toBe('PUT x=1');
});
