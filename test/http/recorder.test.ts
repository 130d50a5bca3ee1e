import { describe, expect, it } from 'vitest';
import { createVault } from '../../src/http/index.ts';
import { maskUrl } from '../../src/http/mask-url.ts';
import { MASK } from '../../src/secret.ts';
import type { Exchange } from '../../src/types.ts';
import { get, post, useBench } from './servers.ts';

const bench = useBench();

describe('a recorded exchange', () => {
  it('says what was asked, when, how long it took and what came', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('date', 'Mon, 23 Nov 2026 09:00:00 GMT');
      response.statusCode = 404;
      response.end('body');
    });
    const http = bench.open(server.origin);
    await http.send(get(`${server.origin}/x`));
    await http.send(post(`${server.origin}/token`)).catch(() => undefined);
    expect(http.exchanges).toEqual([
      {
        n: 1,
        phase: 'discovery',
        method: 'GET',
        url: `${server.origin}/x`,
        status: 404,
        startedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        durationMs: expect.any(Number),
        date: 'Mon, 23 Nov 2026 09:00:00 GMT',
      },
      expect.objectContaining({ n: 2, phase: 'token', method: 'POST' }),
    ]);
  });

  it('is told once, when it is over, with the name of its target', async () => {
    const told: [number, number | null, string][] = [];
    const server = await bench.http((_request, response) => response.end());
    const onExchange = (exchange: Exchange, target: string) =>
      told.push([exchange.n, exchange.status, target]);
    const network = bench.network({ onExchange });
    for (const name of ['one', 'two']) {
      const http = network.open({ name, url: server.origin, timeoutMs: 5_000 });
      await http.send(get(server.origin));
      const response = await http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin);
      await response.text();
    }
    expect(told).toEqual([
      [1, 200, 'one'],
      [2, 200, 'one'],
      [1, 200, 'two'],
      [2, 200, 'two'],
    ]);
  });

  it('without tracing has no headers and no bodies', async () => {
    const server = await bench.http((_request, response) => response.end('x'));
    const http = bench.open(server.origin);
    await http.send(post(server.origin));
    expect(http.exchanges[0]).not.toHaveProperty('request');
    expect(http.exchanges[0]).not.toHaveProperty('response');
  });

  it('with tracing shows both messages, and no secret in them', async () => {
    const vault = createVault();
    vault.keep('canary-client-secret');
    vault.keep('canary/access+token=');
    const server = await bench.http((request, response) => {
      response.setHeader('set-cookie', 'session=canary-cookie');
      response.setHeader('mcp-session-id', 'canary-session');
      response.setHeader('x-echo', String(request.headers.authorization));
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ access_token: 'canary-unknown', echo: 'canary/access+token=' }));
    });
    const http = bench.open(server.origin, { vault, trace: true });
    const request = post(`${server.origin}/token?code=canary-code&api-version=1.0`, {
      headers: [
        ['authorization', 'Bearer canary/access+token='],
        ['x-api-key', 'canary-key'],
        ['cookie', 'a=canary-cookie'],
        ['content-type', 'application/x-www-form-urlencoded'],
      ],
      body: 'grant_type=client_credentials&client_secret=canary-client-secret&assertion=canary-assertion&scope=a',
    });
    await http.send(request);
    const fetch = http.fetch({ purpose: 'credential', phase: 'token', headers: request.headers ?? [] });
    await (await fetch(request.url, { method: 'POST', body: request.body ?? '' })).text();
    expect(JSON.stringify(http.exchanges)).not.toContain('canary');
    for (const exchange of http.exchanges) {
      expect(exchange.url).toBe(`${server.origin}/token?code=${MASK}&api-version=1.0`);
      expect(exchange.request?.headers).toContainEqual(['authorization', MASK]);
      expect(exchange.request?.body).toBe(
        `grant_type=client_credentials&client_secret=${MASK}&assertion=${MASK}&scope=a`,
      );
      expect(exchange.response?.headers).toContainEqual(['x-echo', `Bearer ${MASK}`]);
      expect(exchange.response?.headers).toContainEqual(['set-cookie', MASK]);
      expect(exchange.response?.body).toBe(`{"access_token":"${MASK}","echo":"${MASK}"}`);
    }
  });

  it('clips long bodies, and never in the middle of a secret', async () => {
    const vault = createVault();
    vault.keep('canary-across-the-cut');
    const text = `${'x'.repeat(4090)}canary-across-the-cut${'y'.repeat(100_000)}`;
    const server = await bench.http((_request, response) => response.end(text));
    const http = bench.open(server.origin, { vault, trace: true });
    await http.send(post(server.origin, { body: text }));
    for (const body of [http.exchanges[0]?.request?.body, http.exchanges[0]?.response?.body]) {
      expect(body).toBe(`${'x'.repeat(4090)}${MASK.slice(0, 6)}…`);
    }
  });

  it('is there before its stream ends', async () => {
    const server = await bench.http((_request, response) => {
      response.setHeader('content-type', 'text/event-stream');
      response.write('data: 1\n\n');
    });
    const http = bench.open(server.origin);
    const response = await http.fetch({ purpose: 'mcp', phase: 'session' })(server.origin);
    expect(http.exchanges).toMatchObject([{ n: 1, status: 200 }]);
    await response.body?.cancel();
  });
});

describe('a recorded URL', () => {
  it.each([
    ['https://a.example/x', 'https://a.example/x'],
    [
      'https://a.example/x?scope=a%20b&response_type=code',
      'https://a.example/x?scope=a%20b&response_type=code',
    ],
    [
      'https://a.example/x?code=1&state=2&nonce=3',
      `https://a.example/x?code=${MASK}&state=${MASK}&nonce=${MASK}`,
    ],
    ['https://a.example/x?anything=1', `https://a.example/x?anything=${MASK}`],
    ['https://a.example/x?sekrit', `https://a.example/x?${MASK}`],
    ['https://a.example/x?client_id=kept-secret', `https://a.example/x?client_id=${MASK}`],
    ['https://a.example/kept-secret/mcp', `https://a.example/${MASK}/mcp`],
    ['https://a.example/x?', 'https://a.example/x'],
  ])('%s', (url, expected) => {
    const vault = createVault();
    vault.keep('kept-secret');
    expect(maskUrl(new URL(url), vault)).toBe(expected);
  });
});
