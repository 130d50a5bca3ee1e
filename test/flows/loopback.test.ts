import { request } from 'node:http';
import { type AddressInfo, connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { afterEach, describe, expect, it } from 'vitest';
import { TokenError } from '../../src/errors.ts';
import type { CallbackVerdict } from '../../src/flows/callback.ts';
import { type Loopback, type LoopbackOptions, openLoopback } from '../../src/flows/loopback.ts';
import { failureOf } from './world.ts';

const open: Loopback[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((loopback) => loopback.close()));
});

// The state is right when it says so: what makes it right is the judge's business.
function judge(parameters: URLSearchParams): CallbackVerdict {
  if (parameters.get('state') !== 'right') return { kind: 'ignore' };
  if (parameters.has('error')) return { kind: 'refuse', error: new TokenError('callback.iss', 'Refused.') };
  return { kind: 'code', code: parameters.get('code') ?? '' };
}

async function listening(options: Partial<LoopbackOptions> = {}): Promise<Loopback> {
  const loopback = await openLoopback({
    host: '127.0.0.1',
    path: '/callback',
    timeoutMs: 10_000,
    timeoutHint: 'Look at the browser.',
    judge,
    ...options,
  });
  open.push(loopback);
  return loopback;
}

interface Asked {
  readonly status: number;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

function ask(
  url: string,
  options: { method?: string; host?: string; address?: string } = {},
): Promise<Asked> {
  const { port, pathname, search, host } = new URL(url);
  return new Promise((resolve, reject) => {
    const sent = request(
      {
        host: options.address ?? '127.0.0.1',
        port,
        path: pathname + search,
        method: options.method ?? 'GET',
        headers: { Host: options.host ?? host },
      },
      (response) => {
        let body = '';
        response.on('data', (chunk: Buffer) => {
          body += chunk.toString();
        });
        response.on('end', () =>
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
        );
      },
    );
    sent.on('error', reject).end();
  });
}

// A machine without a network has no address to be reached at from outside.
const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.internal === false && address.family === 'IPv4')?.address;

describe('the loopback listener', () => {
  it('answers a good response with a page and hands its URL on', async () => {
    const loopback = await listening();
    expect(loopback.redirectUri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/callback$/);
    const page = await ask(`${loopback.redirectUri}?code=c0de&state=right`);
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining('You can close this window.') });
    expect(page.headers['content-security-policy']).toContain("default-src 'none'");
    expect(page.body).toContain('<html lang="en">');
    expect((await loopback.answer).href).toBe(`${loopback.redirectUri}?code=c0de&state=right`);
  });

  it.each([
    ['another path', '/other', {}, 404],
    ['a longer path', '/callback/', {}, 404],
    ['the icon of the page', '/favicon.ico', {}, 404],
    ['POST', '/callback?code=c0de&state=right', { method: 'POST' }, 405],
    ['another Host', '/callback?code=c0de&state=right', { host: 'evil.example' }, 400],
    ['the other name of loopback', '/callback?code=c0de&state=right', { host: 'localhost' }, 400],
    ['a foreign state', '/callback?code=c0de&state=wrong', {}, 400],
  ])('turns %s away and waits on', async (_name, path, options, status) => {
    const loopback = await listening();
    const url = new URL(path, loopback.redirectUri).href;
    expect((await ask(url, options)).status).toBe(status);
    await ask(`${loopback.redirectUri}?code=c0de&state=right`);
    expect((await loopback.answer).searchParams.get('code')).toBe('c0de');
  });

  it('lets the person in while somebody holds many connections open', async () => {
    const loopback = await listening();
    const { port } = new URL(loopback.redirectUri);
    const held = Array.from({ length: 80 }, () => connect(Number(port), '127.0.0.1').on('error', () => {}));
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once('connect', resolve))));
    for (const socket of held) socket.write('GET /callback HTTP/1.1\r\nHost: ');
    expect((await ask(`${loopback.redirectUri}?code=c0de&state=right`)).status).toBe(200);
    expect((await loopback.answer).searchParams.get('code')).toBe('c0de');
    for (const socket of held) socket.destroy();
  });

  it('takes one answer only', async () => {
    const loopback = await listening();
    await ask(`${loopback.redirectUri}?code=first&state=right`);
    expect((await ask(`${loopback.redirectUri}?code=second&state=right`)).status).toBe(410);
    expect((await loopback.answer).searchParams.get('code')).toBe('first');
  });

  it('ends with the judge’s refusal, and the page repeats nothing of the request', async () => {
    const loopback = await listening();
    const page = await ask(`${loopback.redirectUri}?error=%3Cscript%3E&state=right`);
    expect(page.status).toBe(400);
    expect(page.body).not.toContain('script');
    expect(await failureOf(loopback.answer)).toMatchObject({ code: 'callback.iss' });
  });

  it('ends when nobody comes', async () => {
    const loopback = await listening({ timeoutMs: 30 });
    expect(await failureOf(loopback.answer)).toMatchObject({
      code: 'person.timeout',
      exit: 8,
      hint: 'Look at the browser.',
    });
  });

  it('says so when only answers with a foreign state came', async () => {
    const loopback = await listening({ timeoutMs: 300 });
    await ask(`${loopback.redirectUri}?code=c0de&state=wrong`);
    expect(await failureOf(loopback.answer)).toMatchObject({ code: 'callback.state', exit: 7 });
  });

  it('bears a thousand requests for other things, and not more than twenty foreign answers', async () => {
    const loopback = await listening();
    for (let batch = 0; batch < 50; batch++) {
      await Promise.all(Array.from({ length: 20 }, () => ask(new URL('/junk', loopback.redirectUri).href)));
    }
    for (let count = 0; count < 20; count++) await ask(`${loopback.redirectUri}?state=wrong`);
    expect(await failureOf(loopback.answer)).toMatchObject({ code: 'callback.too_many', exit: 7 });
  });

  it('refuses a request of more than 8 KiB and waits on', async () => {
    const loopback = await listening();
    const long = await ask(`${loopback.redirectUri}?state=right&code=${'x'.repeat(9000)}`);
    expect(long.status).toBe(431);
    await ask(`${loopback.redirectUri}?code=c0de&state=right`);
    await loopback.answer;
  });

  it('is gone once it is closed, even for a connection that says nothing', async () => {
    const loopback = await listening();
    const port = Number(new URL(loopback.redirectUri).port);
    const silent = connect(port, '127.0.0.1');
    await new Promise<void>((resolve) => silent.once('connect', () => resolve()));
    const gone = new Promise<void>((resolve) => silent.once('close', () => resolve()));
    silent.on('error', () => {});
    await loopback.close();
    await gone;
    expect(await failureOf(ask(loopback.redirectUri))).toHaveProperty('code', 'ECONNREFUSED');
  });

  it.skipIf(outside === undefined)('listens on loopback only', async () => {
    const { redirectUri } = await listening();
    const error = await failureOf(ask(redirectUri, { address: outside ?? '' }));
    expect(error).toHaveProperty('code', 'ECONNREFUSED');
  });

  it('listens on ::1 too when the redirect URI says localhost', async () => {
    const loopback = await listening({ host: 'localhost' });
    expect(loopback.redirectUri).toMatch(/^http:\/\/localhost:\d+\/callback$/);
    const address = (await hasIpv6()) ? '::1' : '127.0.0.1';
    const page = await ask(`${loopback.redirectUri}?code=c0de&state=right`, { address });
    expect(page.status).toBe(200);
    await loopback.answer;
  });

  it('says that a fixed port is taken', async () => {
    const first = await listening();
    const port = Number(new URL(first.redirectUri).port);
    expect(await failureOf(listening({ port }))).toMatchObject({
      name: 'UsageError',
      code: 'usage.port',
      exit: 2,
      message: expect.stringContaining(`${port} is in use`),
      hint: expect.stringContaining('--port'),
    });
  });

  it.each(['127.0.0.1', 'localhost'] as const)(
    'on %s takes the port it prefers when that is free, else another',
    async (host) => {
      const preferred = await freePort();
      const first = await listening({ host, preferred });
      expect(first.redirectUri).toBe(`http://${host}:${preferred}/callback`);
      const second = await listening({ host, preferred });
      expect(second.redirectUri).not.toBe(first.redirectUri);
      expect((await ask(`${second.redirectUri}?code=c0de&state=right`)).status).toBe(200);
    },
  );

  it('does not take the preferred port where another one is fixed', async () => {
    const [port, preferred] = [await freePort(), await freePort()];
    expect((await listening({ port, preferred })).redirectUri).toBe(`http://127.0.0.1:${port}/callback`);
  });

  it('uses the fixed port when it is free', async () => {
    const port = await freePort();
    expect((await listening({ port })).redirectUri).toBe(`http://127.0.0.1:${port}/callback`);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

async function hasIpv6(): Promise<boolean> {
  const server = createServer();
  return await new Promise((resolve) => {
    server.once('error', () => resolve(false));
    server.listen(0, '::1', () => server.close(() => resolve(true)));
  });
}
