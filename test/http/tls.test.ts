import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, it } from 'vitest';
import { get, post, useBench } from './servers.ts';
import { createIdentity, type Identity } from './tls.ts';

const bench = useBench();
const DAY = 24 * 60 * 60 * 1000;
let identity: Identity;

beforeAll(async () => {
  identity = await createIdentity({ names: ['localhost', '127.0.0.1', 'login.example.com'] });
});

describe('a certificate', () => {
  it('of an added authority is trusted, by name and by address', async () => {
    const server = await bench.https(identity, (_request, response) => response.end('ok'));
    const other = await createIdentity({ names: ['localhost'] });
    for (const url of [server.origin, `https://localhost:${server.port}`]) {
      const http = bench.open(url, { ca: [other.ca, identity.ca] });
      expect((await http.send(post(url))).body).toBe('ok');
      expect((await http.send(get(url))).body).toBe('ok');
    }
  });

  it.each([
    ['of an unknown authority', 'tls.untrusted', { names: ['127.0.0.1'] }],
    ['that signs itself', 'tls.untrusted', { names: ['127.0.0.1'], selfSigned: true }],
  ])('%s is not trusted, and the hint names --ca', async (_name, code, options) => {
    const server = await bench.https(await createIdentity(options), (_request, response) => response.end());
    const http = bench.open(server.origin);
    await expect(http.send(post(server.origin))).rejects.toMatchObject({
      code,
      class: 'unreachable',
      message: expect.stringContaining(`127.0.0.1:${server.port}`),
      hint: expect.stringContaining('--ca FILE'),
    });
    expect(server.requests).toEqual([]);
  });

  it.each([
    ['that is over', { notAfter: new Date(Date.now() - DAY), notBefore: new Date(Date.now() - 2 * DAY) }],
    [
      'that has not begun',
      { notBefore: new Date(Date.now() + DAY), notAfter: new Date(Date.now() + 2 * DAY) },
    ],
  ])('%s is refused', async (_name, dates) => {
    const late = await createIdentity({ names: ['127.0.0.1'], ...dates });
    const server = await bench.https(late, (_request, response) => response.end());
    const http = bench.open(server.origin, { ca: [late.ca] });
    await expect(http.send(post(server.origin))).rejects.toMatchObject({ code: 'tls.expired' });
  });

  it('says who issued it, until when it is valid and for which names, when it is refused', async () => {
    const told = async (options: Parameters<typeof createIdentity>[0], trusted = true): Promise<string> => {
      const shown = await createIdentity(options);
      const server = await bench.https(shown, (_request, response) => response.end());
      const http = bench.open(server.origin, { ca: trusted ? [shown.ca] : [] });
      return http.send(post(server.origin)).then(String, String);
    };
    const dates = { notAfter: new Date(Date.now() - DAY), notBefore: new Date(Date.now() - 2 * DAY) };
    expect(await told({ names: ['127.0.0.1'] }, false)).toMatch(/ It was issued by ".+"\./);
    expect(await told({ names: ['127.0.0.1'], ...dates })).toMatch(/ It is valid from .+ GMT to .+ GMT\./);
    expect(await told({ names: ['other.example', 'more.example'] })).toContain(
      'is for another name: DNS:other.example, DNS:more.example.',
    );
  });

  it('for another name is refused, whatever Host the request names', async () => {
    const wrong = await createIdentity({ names: ['other.example'] });
    const server = await bench.https(wrong, (_request, response) => response.end());
    const http = bench.open(server.origin, { ca: [wrong.ca] });
    const headers = [['host', 'other.example']] as const;
    for (const request of [get(server.origin), get(server.origin, { headers, purpose: 'probe' })]) {
      await expect(http.send(request)).rejects.toMatchObject({ code: 'tls.name_mismatch' });
    }
    expect(server.requests).toEqual([]);
  });

  it('is verified for the name in the URL when a probe sends another Host', async () => {
    const server = await bench.https(identity, (request, response) => response.end(request.headers.host));
    const http = bench.open(server.origin, { ca: [identity.ca] });
    const answer = await http.send(
      get(server.origin, { headers: [['host', 'evil.example']], purpose: 'probe' }),
    );
    expect(answer.body).toBe('evil.example');
  });
});

describe('TLS', () => {
  it('with a server that speaks plain http is a protocol error', async () => {
    const server = await bench.http((_request, response) => response.end());
    const url = server.origin.replace('http:', 'https:');
    await expect(bench.open(url).send(get(url))).rejects.toMatchObject({ code: 'tls.protocol' });
  });

  it('that is hung up on is a protocol error', async () => {
    const server = await bench.raw((socket) => socket.destroy());
    const url = server.origin.replace('http:', 'https:');
    await expect(bench.open(url).send(get(url))).rejects.toMatchObject({ code: 'tls.protocol' });
  });

  it('older than 1.2 is refused', async () => {
    const server = createServer({
      key: identity.key,
      cert: identity.cert,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'DEFAULT@SECLEVEL=0',
    });
    server.on('tlsClientError', () => undefined);
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/`;
    try {
      const sending = bench.open(url, { ca: [identity.ca] }).send(get(url));
      await expect(sending).rejects.toMatchObject({ code: 'tls.protocol' });
    } finally {
      server.close();
    }
  });

  it('older than 1.2 is offered where a request asks for that, and nothing else then', async () => {
    const { key, cert, ca } = identity;
    const old = createSecureServer(
      { key, cert, minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' },
      (request, response) => response.end((request.socket as TLSSocket).getProtocol()),
    );
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    try {
      const url = `https://127.0.0.1:${(old.address() as AddressInfo).port}/`;
      const http = bench.open(url, { ca: [ca] });
      expect((await http.send(get(url, { outdatedTls: true }))).body).toBe('TLSv1.1');
      expect((await http.send(get(url))).body).toBe('TLSv1.3');
      await expect(bench.open(url).send(get(url, { outdatedTls: true }))).rejects.toMatchObject({
        code: 'tls.untrusted',
      });
    } finally {
      old.closeAllConnections();
      old.close();
    }
    const modern = await bench.https(identity, (_request, response) => response.end());
    const http = bench.open(modern.origin, { ca: [ca] });
    await expect(http.send(get(modern.origin, { outdatedTls: true }))).rejects.toMatchObject({
      code: 'tls.protocol',
    });
  });

  it('is spoken by plain http too, so a plain request to it is a parse error or a reset', async () => {
    const server = await bench.https(identity, (_request, response) => response.end());
    const url = server.origin.replace('https:', 'http:');
    await expect(bench.open(url).send(get(url))).rejects.toMatchObject({
      code: expect.stringMatching(/^(?:http\.parse|tcp\.reset|http\.truncated)$/),
    });
  });

  it('that breaks after the handshake is a reset, not a truncated answer', async () => {
    const server = await bench.https(identity, (request) => request.socket.destroy());
    const http = bench.open(server.origin, { ca: [identity.ca] });
    await expect(http.send(get(server.origin))).rejects.toMatchObject({ code: 'tcp.reset' });
  });
});

describe('the host map', () => {
  it('contacts the stand-in and verifies the original name', async () => {
    const server = await bench.https(identity, (request, response) => response.end(request.headers.host));
    const lookup = () => Promise.reject(new Error('must not be asked'));
    const url = 'https://login.example.com/tenant/token';
    for (const key of ['login.example.com', 'login.example.com:443']) {
      const http = bench.open(url, { ca: [identity.ca], hostMap: { [key]: server.origin }, lookup });
      expect((await http.send(post(url))).body).toBe('login.example.com');
      expect((await http.send(get(url, { named: true }))).body).toBe('login.example.com');
      expect(http.exchanges[0]?.url).toBe(url);
    }
  });

  it('does not excuse a certificate for another name', async () => {
    const server = await bench.https(identity, (_request, response) => response.end());
    const http = bench.open('https://login.example.org/', {
      ca: [identity.ca],
      hostMap: { 'login.example.org': server.origin },
    });
    await expect(http.send(get('https://login.example.org/'))).rejects.toMatchObject({
      code: 'tls.name_mismatch',
    });
  });

  it('may lead to plain http on this machine', async () => {
    const server = await bench.http((request, response) => response.end(request.headers.host));
    const http = bench.open('https://login.example.com/', {
      hostMap: { 'login.example.com': server.origin },
    });
    expect((await http.send(get('https://login.example.com/'))).body).toBe('login.example.com');
  });

  it('may not lead to plain http on another machine', async () => {
    const http = bench.open('https://a.example/', { hostMap: { 'a.example': 'http://10.0.0.1' } });
    await expect(http.send(get('https://a.example/'))).rejects.toMatchObject({ code: 'ssrf.url' });
  });
});
