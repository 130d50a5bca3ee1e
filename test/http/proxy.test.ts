import { createServer, type Server } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { connect, type Socket } from 'node:net';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createVault } from '../../src/http/index.ts';
import { get, post, useBench } from './servers.ts';
import { createIdentity, type Identity } from './tls.ts';

const bench = useBench();
const proxies: Server[] = [];
/** Tunnels are no longer the HTTP server's to close. */
const sockets = new Set<Socket>();
let identity: Identity;

beforeAll(async () => {
  identity = await createIdentity({ names: ['localhost', '127.0.0.1', 'mcp.example.com'] });
});

afterEach(async () => {
  for (const proxy of proxies.splice(0)) {
    const closed = new Promise((resolve) => proxy.close(resolve));
    for (const socket of sockets) socket.destroy();
    await closed;
  }
});

interface Proxy {
  readonly url: string;
  /** Authority and credentials of every CONNECT. */
  readonly tunnels: readonly (readonly [authority: string, credentials: string | undefined])[];
}

/** A proxy that tunnels everything to one port of this machine, or answers with a status. */
async function startProxy(
  port: number,
  options: { status?: number; identity?: Identity } = {},
): Promise<Proxy> {
  const tunnels: [string, string | undefined][] = [];
  const { key, cert } = options.identity ?? {};
  const server = options.identity === undefined ? createServer() : createSecureServer({ key, cert });
  server.on('connect', (request, client) => {
    tunnels.push([request.url ?? '', request.headers['proxy-authorization']]);
    client.on('error', () => undefined);
    if (options.status !== undefined) {
      client.end(`HTTP/1.1 ${options.status} No\r\nproxy-authenticate: Basic realm="x"\r\n\r\n`);
      return;
    }
    const upstream = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('error', () => client.destroy());
    client.once('close', () => upstream.destroy());
  });
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  proxies.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const scheme = options.identity === undefined ? 'http' : 'https';
  return { url: `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`, tunnels };
}

const url = 'https://mcp.example.com/mcp';

describe('a proxy from the environment', () => {
  it('tunnels https, with the name left for it to resolve, and TLS inside', async () => {
    const server = await bench.https(identity, (request, response) => response.end(request.headers.host));
    const proxy = await startProxy(server.port);
    const http = bench.open(url, {
      ca: [identity.ca],
      environment: { HTTPS_PROXY: proxy.url },
      lookup: () => Promise.reject(new Error('must not be asked')),
    });
    expect((await http.send(post(url))).body).toBe('mcp.example.com');
    expect((await http.send(get(url))).body).toBe('mcp.example.com');
    expect(proxy.tunnels).toEqual([['mcp.example.com:443', undefined]]);
  });

  it('keeps duplicate headers and Host as given', async () => {
    const server = await bench.https(identity, (request, response) =>
      response.end(JSON.stringify(request.rawHeaders)),
    );
    const proxy = await startProxy(server.port);
    const http = bench.open(url, { ca: [identity.ca], environment: { https_proxy: proxy.url } });
    const headers = [
      ['Host', 'x.example'],
      ['Authorization', 'Bearer a'],
      ['Authorization', 'Bearer b'],
    ] as const;
    const { body } = await http.send(post(url, { headers, purpose: 'probe' }));
    expect(JSON.parse(body)).toEqual(
      expect.arrayContaining(['x.example', 'Authorization', 'Bearer a', 'Authorization', 'Bearer b']),
    );
  });

  it('is not used for loopback', async () => {
    const server = await bench.http((_request, response) => response.end('direct'));
    const proxy = await startProxy(server.port);
    const http = bench.open(server.origin, {
      environment: { HTTP_PROXY: proxy.url, HTTPS_PROXY: proxy.url },
    });
    expect((await http.send(get(server.origin))).body).toBe('direct');
    expect(proxy.tunnels).toEqual([]);
  });

  it('is not the one of this process', async () => {
    const server = await bench.http((_request, response) => response.end('direct'));
    const before = process.env.HTTPS_PROXY;
    process.env.HTTPS_PROXY = 'http://127.0.0.1:1';
    try {
      const http = bench.open(url, { hostMap: { 'mcp.example.com': server.origin } });
      expect((await http.send(get(url))).body).toBe('direct');
    } finally {
      if (before === undefined) delete process.env.HTTPS_PROXY;
      else process.env.HTTPS_PROXY = before;
    }
  });
});

describe('an explicit proxy', () => {
  it('holds for loopback too, with its credentials, which nobody sees', async () => {
    const server = await bench.http((_request, response) => response.end('through'));
    const proxy = await startProxy(server.port);
    const vault = createVault();
    const withPassword = proxy.url.replace('//', '//user:p%40ssw0rd@');
    const http = bench.open(server.origin, { vault, proxy: withPassword, environment: { NO_PROXY: '*' } });
    expect((await http.send(get(server.origin))).body).toBe('through');
    const basic = Buffer.from('user:p@ssw0rd').toString('base64');
    expect(proxy.tunnels).toEqual([[`127.0.0.1:${server.port}`, `Basic ${basic}`]]);
    for (const text of [withPassword, 'p@ssw0rd', basic]) {
      expect(vault.redact(text)).not.toMatch(/p%40ssw0rd|p@ssw0rd|cEBzc3cwcmQ/);
    }
  });

  it('may be reached by https', async () => {
    const server = await bench.https(identity, (_request, response) => response.end('through'));
    const proxy = await startProxy(server.port, { identity });
    const http = bench.open(url, { ca: [identity.ca], proxy: proxy.url });
    expect((await http.send(get(url))).body).toBe('through');
    expect(proxy.tunnels).toHaveLength(1);
  });

  it('by https that dies ends what went through it', async () => {
    const server = await bench.https(identity, () => {
      for (const socket of sockets) socket.destroy();
    });
    const proxy = await startProxy(server.port, { identity });
    const http = bench.open(url, { ca: [identity.ca], proxy: proxy.url, timeoutMs: 20_000 });
    await expect(http.send(get(url))).rejects.toMatchObject({ code: 'tcp.reset' });
  });

  it.each([
    [407, 'proxy.auth_required'],
    [403, 'proxy.refused'],
    [502, 'proxy.refused'],
  ])('that answers %d is named', async (status, code) => {
    const proxy = await startProxy(1, { status });
    const http = bench.open(url, { proxy: proxy.url.replace('//', '//user:hunter22@') });
    await expect(http.send(post(url))).rejects.toMatchObject({
      code,
      class: 'unreachable',
      message: expect.stringMatching(new RegExp(`${proxy.url} .*${status}`)),
    });
    expect(JSON.stringify(http.takeError())).not.toContain('hunter22');
  });

  it('that is not there is named', async () => {
    const http = bench.open(url, { proxy: 'http://127.0.0.1:1' });
    await expect(http.send(post(url))).rejects.toMatchObject({
      code: 'proxy.unreachable',
      message: expect.stringContaining('http://127.0.0.1:1'),
    });
  });

  it('that never answers is given up on', async () => {
    const silent = await bench.raw(() => undefined);
    const http = bench.open(url, { proxy: silent.origin, limits: { connectMs: 200 } });
    await expect(http.send(post(url))).rejects.toMatchObject({ code: 'proxy.timeout' });
  });

  it('that is no URL of http is refused', async () => {
    const http = bench.open(url, { proxy: 'socks5://127.0.0.1:1080' });
    await expect(http.send(post(url))).rejects.toMatchObject({ code: 'proxy.unsupported' });
  });
});
