import { gzipSync } from 'node:zlib';
import { describe, expect, expectTypeOf, it } from 'vitest';
import type { Http } from '../../src/types.ts';
import { codeOf, textOf, useBench } from './servers.ts';

const bench = useBench();
const session = { purpose: 'mcp', phase: 'session' } as const;

/** A server that tells what it was asked. */
function echo() {
  return bench.http((request, response) => {
    void textOf(request).then((body) => {
      response.setHeader('content-type', 'application/json');
      response.end(
        JSON.stringify({ method: request.method, url: request.url, headers: request.headers, body }),
      );
    });
  });
}

describe('the fetch for libraries', () => {
  it('is a fetch', () => {
    expectTypeOf<ReturnType<Http['fetch']>>().toEqualTypeOf<typeof globalThis.fetch>();
  });

  it.each([
    ['a string', 'a=1', 'text/plain;charset=UTF-8'],
    ['URLSearchParams', new URLSearchParams({ a: '1' }), 'application/x-www-form-urlencoded;charset=UTF-8'],
    ['bytes', new TextEncoder().encode('a=1'), undefined],
    ['a blob', new Blob(['a=1'], { type: 'text/x' }), 'text/x'],
  ])('takes a body that is %s', async (_name, body, type) => {
    const server = await echo();
    const response = await bench.open(server.origin).fetch(session)(`${server.origin}/x`, {
      method: 'POST',
      body,
    });
    expect(response.ok).toBe(true);
    expect(response.url).toBe(`${server.origin}/x`);
    expect(response.headers.get('content-type')).toBe('application/json');
    expect(await response.json()).toMatchObject({
      method: 'POST',
      body: 'a=1',
      headers: type === undefined ? {} : { 'content-type': type },
    });
  });

  it('takes a URL, a Request, and a streamed body', async () => {
    const server = await echo();
    const fetch = bench.open(server.origin).fetch(session);
    expect(await (await fetch(new URL(`${server.origin}/url`))).json()).toMatchObject({
      url: '/url',
      method: 'GET',
    });
    const request = new Request(`${server.origin}/request`, { method: 'DELETE', headers: { 'x-a': '1' } });
    expect(await (await fetch(request)).json()).toMatchObject({ method: 'DELETE', headers: { 'x-a': '1' } });
    const init = { method: 'POST', body: new Blob(['streamed']).stream(), duplex: 'half' as const };
    expect(await (await fetch(server.origin, init)).json()).toMatchObject({ body: 'streamed' });
  });

  it('adds its headers in place of the library’s', async () => {
    const server = await echo();
    const headers = [
      ['Authorization', 'Bearer ours'],
      ['x-gateway', 'key'],
    ] as const;
    const fetch = bench.open(server.origin).fetch({ ...session, headers });
    const response = await fetch(server.origin, {
      headers: { authorization: 'Bearer theirs', 'x-kept': '1', 'accept-encoding': 'br' },
    });
    expect(await response.json()).toMatchObject({
      headers: { authorization: 'Bearer ours', 'x-gateway': 'key', 'x-kept': '1', 'accept-encoding': 'gzip' },
    });
  });

  it('decompresses, and does not repeat the length of the compressed body', async () => {
    const server = await bench.http((_request, response) => {
      const body = gzipSync('hello');
      response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': body.length });
      response.end(body);
    });
    const response = await bench.open(server.origin).fetch(session)(server.origin);
    expect([response.headers.get('content-encoding'), response.headers.get('content-length')]).toEqual([
      null,
      null,
    ]);
    expect(await response.text()).toBe('hello');
  });

  it('gives a refusal as an answer, with its challenge', async () => {
    const server = await bench.http((_request, response) => {
      response.writeHead(401, { 'www-authenticate': ['Basic realm="a"', 'Bearer error="b"'] });
      response.end();
    });
    const response = await bench.open(server.origin).fetch(session)(server.origin);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Basic realm="a", Bearer error="b"');
  });

  it.each([202, 204, 205, 304])('has no trouble with an empty %d', async (status) => {
    const server = await bench.http((_request, response) => {
      response.statusCode = status;
      response.end();
    });
    const http = bench.open(server.origin);
    const response = await http.fetch(session)(server.origin);
    expect(response.status).toBe(status);
    expect(await response.text()).toBe('');
    expect(http.exchanges[0]).not.toHaveProperty('error');
  });

  it('streams events as they come', async () => {
    let more: () => void = () => undefined;
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
      more = () => response.end('data: 2\n\n');
    });
    const response = await bench.open(server.origin).fetch(session)(server.origin);
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toBe('data: 1\n\n');
    more();
    expect((await reader?.read())?.value).toBe('data: 2\n\n');
    expect((await reader?.read())?.done).toBe(true);
  });

  it('remembers the error of a stream that a library swallowed, once', async () => {
    const server = await bench.raw((socket) => {
      socket.once('data', () => {
        socket.write(
          'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n9\r\ndata: 1\n\n\r\n',
        );
        socket.end();
      });
    });
    const http = bench.open(server.origin);
    const response = await http.fetch(session)(server.origin);
    await response.text().catch(() => 'swallowed');
    expect(http.takeError()).toMatchObject({ code: 'http.truncated', target: 'calculator', exchanges: [1] });
    expect(http.takeError()).toBeUndefined();
    expect(http.exchanges).toMatchObject([{ status: 200, error: 'http.truncated' }]);
  });

  it('frees the socket of a small body that nobody reads', async () => {
    const server = await bench.http((_request, response) => response.end('small'));
    let isOver: () => void = () => undefined;
    const over = new Promise<void>((resolve) => {
      isOver = resolve;
    });
    const http = bench.open(server.origin, { onExchange: () => isOver() });
    await http.fetch(session)(server.origin);
    await over;
    await http.fetch(session)(server.origin);
    expect(server.sockets.size).toBe(1);
    expect(server.requests).toHaveLength(2);
  });

  it('rejects what is no http URL at all, like any other refusal', async () => {
    const fetch = bench.open('https://mcp.example.com/').fetch(session);
    expect(await codeOf(fetch('http://mcp.example.com/'))).toBe('ssrf.url');
    expect(await codeOf(fetch('https://mcp.example.com/#x'))).toBe('ssrf.url');
  });
});

describe('openid-client', () => {
  it('works over it', async () => {
    const server = await bench.http((request, response) => {
      response.setHeader('content-type', 'application/json');
      const origin = `http://${request.headers.host}`;
      if (request.url === '/.well-known/openid-configuration') {
        response.end(JSON.stringify({ issuer: origin, token_endpoint: `${origin}/token` }));
        return;
      }
      response.end(JSON.stringify({ access_token: 'opaque', token_type: 'Bearer', expires_in: 60 }));
    });
    const http = bench.open(server.origin);
    const { allowInsecureRequests, clientCredentialsGrant, customFetch, discovery } = await import(
      'openid-client'
    );
    const config = await discovery(new URL(server.origin), 'client', 'canary-secret', undefined, {
      execute: [allowInsecureRequests],
      [customFetch]: http.fetch({ purpose: 'credential', phase: 'token' }),
    });
    const tokens = await clientCredentialsGrant(config, { scope: 'a' });
    expect(tokens.access_token).toBe('opaque');
    expect(http.exchanges.map(({ method, phase }) => `${method} ${phase}`)).toEqual([
      'GET token',
      'POST token',
    ]);
  });
});

describe('the MCP SDK', () => {
  it('works over it', async () => {
    const { Client } = await import('@modelcontextprotocol/sdk/client/index.js');
    const { StreamableHTTPClientTransport } = await import(
      '@modelcontextprotocol/sdk/client/streamableHttp.js'
    );
    const server = await bench.http((request, response) => {
      void textOf(request).then((text) => {
        if (request.method !== 'POST') {
          response.writeHead(405).end();
          return;
        }
        const message: { id?: number; method: string } = JSON.parse(text);
        if (message.id === undefined) {
          response.writeHead(202).end();
          return;
        }
        const result =
          message.method === 'initialize'
            ? {
                protocolVersion: '2025-06-18',
                capabilities: { tools: {} },
                serverInfo: { name: 'x', version: '1' },
              }
            : { tools: [{ name: 'add', inputSchema: { type: 'object' } }] };
        response.setHeader('content-type', 'text/event-stream');
        response.end(
          `event: message\ndata: ${JSON.stringify({ jsonrpc: '2.0', id: message.id, result })}\n\n`,
        );
      });
    });
    const url = `${server.origin}/mcp`;
    const http = bench.open(url);
    const transport = new StreamableHTTPClientTransport(new URL(url), { fetch: http.fetch(session) });
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(transport as Parameters<typeof client.connect>[0]);
    expect((await client.listTools()).tools.map(({ name }) => name)).toEqual(['add']);
    await client.close();
    expect(http.exchanges.every(({ error }) => error === undefined)).toBe(true);
  });
});
