import { describe, expect, it } from 'vitest';
import type { HttpTarget, NetworkOptions } from '../../src/http/index.ts';
import { codeOf, get, useBench } from './servers.ts';

const bench = useBench();
const named = { named: true } as const;

/** Names of the test's own internet. */
function resolving(
  names: Readonly<Record<string, readonly string[]>>,
): NonNullable<NetworkOptions['lookup']> {
  return (hostname) => {
    const addresses = names[hostname];
    if (addresses === undefined) return Promise.reject(Object.assign(new Error('x'), { code: 'ENOTFOUND' }));
    return Promise.resolve(addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })));
  };
}

const lookup = resolving({
  'mcp.example.com': ['203.0.113.1'],
  'intranet.example.com': ['10.9.9.9'],
  'inside.example.com': ['10.0.0.5'],
  'metadata.example.com': ['169.254.169.254'],
  'both.example.com': ['203.0.113.2', '127.0.0.1'],
  'six.example.com': ['::1'],
  'mapped.example.com': ['::ffff:127.0.0.1'],
});

describe('a URL named by the server of a public target', () => {
  it.each(['inside', 'metadata', 'both', 'six', 'mapped'])(
    'is not followed to %s.example.com',
    async (host) => {
      const http = bench.open('https://mcp.example.com/mcp', { lookup });
      await expect(http.send(get(`https://${host}.example.com/prm`, named))).rejects.toMatchObject({
        code: 'ssrf.private_address',
        class: 'refused',
      });
      const fetch = http.fetch({ purpose: 'metadata', phase: 'discovery', named: true });
      expect(await codeOf(fetch(`https://${host}.example.com/prm`))).toBe('ssrf.private_address');
    },
  );

  it.each([
    'http://127.0.0.1:PORT/',
    'https://127.0.0.1:PORT/',
    'https://localhost:PORT/',
    'http://localhost:PORT/',
  ])('is not followed to %s', async (template) => {
    const server = await bench.http((_request, response) => response.end());
    const http = bench.open('https://mcp.example.com/mcp', { lookup });
    const url = template.replace('PORT', String(server.port));
    expect(await codeOf(http.send(get(url, named)))).toBe('ssrf.private_address');
    expect(server.sockets.size).toBe(0);
    expect(http.exchanges).toEqual([]);
  });

  it('does not ride on a connection that was opened for the user', async () => {
    const server = await bench.http((_request, response) => response.end('mine'));
    const network = bench.network({ lookup });
    const mine = network.open({ name: 'mine', url: server.origin, timeoutMs: 5_000 });
    const theirs = network.open({ name: 'theirs', url: 'https://mcp.example.com/', timeoutMs: 5_000 });
    await mine.send(get(server.origin));
    expect(await codeOf(theirs.send(get(server.origin, named)))).toBe('ssrf.private_address');
    expect(server.requests).toHaveLength(1);
  });

  it('is refused again when the name moves between two requests', async () => {
    const answers = [['203.0.113.1'], ['127.0.0.1']];
    const rebinding: NetworkOptions['lookup'] = () =>
      Promise.resolve((answers.shift() ?? []).map((address) => ({ address, family: 4 })));
    const http = bench.open('https://203.0.113.7/mcp', { lookup: rebinding, limits: { connectMs: 200 } });
    expect(await codeOf(http.send(get('https://a.example.com/', named)))).not.toBe('ssrf.private_address');
    expect(await codeOf(http.send(get('https://a.example.com/', named)))).toBe('ssrf.private_address');
  });

  it.each([
    'file:///etc/passwd',
    'javascript:alert(1)',
    'http://10.0.0.1/',
    'https://a@b.example/',
    'nonsense',
  ])('is not even tried when it is %s', async (url) => {
    const http = bench.open('https://mcp.example.com/mcp', { lookup });
    expect(await codeOf(http.send(get(url, named)))).toBe('ssrf.url');
    expect(http.exchanges).toEqual([]);
  });
});

describe('a URL named by the server of a private target', () => {
  it.each<[string, Partial<HttpTarget> & { url: string }]>([
    ['on loopback', { url: 'http://localhost:3000/mcp' }],
    ['on a private address', { url: 'https://10.1.1.1/mcp' }],
    ['whose name is private', { url: 'https://intranet.example.com/mcp' }],
    ['allowed to', { url: 'https://mcp.example.com/mcp', allowPrivate: true }],
  ])('%s may be private', async (_name, target) => {
    const server = await bench.http((_request, response) => response.end('ok'));
    const http = bench.open(target.url, { ...target, lookup });
    expect((await http.send(get(server.origin, named))).body).toBe('ok');
  });

  it('may still not be link-local', async () => {
    const http = bench.open('http://localhost:3000/mcp', { lookup });
    expect(await codeOf(http.send(get('https://169.254.169.254/', named)))).toBe('ssrf.private_address');
    expect(await codeOf(http.send(get('https://metadata.example.com/', named)))).toBe('ssrf.private_address');
  });
});

describe('the access token', () => {
  it('does not leave the origin of the endpoint', async () => {
    const thief = await bench.http((_request, response) => response.end());
    const http = bench.open('http://127.0.0.1:9/mcp');
    const headers = [['authorization', 'Bearer canary']] as const;
    expect(await codeOf(http.send(get(thief.origin, { purpose: 'mcp', headers })))).toBe('endpoint.origin');
    const fetch = http.fetch({ purpose: 'mcp', phase: 'session', headers });
    expect(await codeOf(fetch(`${thief.origin}/sse`))).toBe('endpoint.origin');
    expect(thief.requests).toEqual([]);
  });
});

describe('a name', () => {
  it('that does not exist is named', async () => {
    const http = bench.open('https://nowhere.example.com/', { lookup });
    await expect(http.send(get('https://nowhere.example.com/'))).rejects.toMatchObject({
      code: 'dns.not_found',
      message: expect.stringContaining('nowhere.example.com'),
    });
  });
});
