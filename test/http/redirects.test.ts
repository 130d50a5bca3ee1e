import { describe, expect, it } from 'vitest';
import { codeOf, get, type Listener, post, useBench } from './servers.ts';

const bench = useBench();
const STATUSES = [301, 302, 303, 307, 308];

function redirecting(status: number, location: string): Promise<Listener> {
  return bench.http((_request, response) => {
    response.writeHead(status, { location });
    response.end();
  });
}

describe.each(STATUSES)('a redirect with %d', (status) => {
  it.each(['credential', 'mcp'] as const)(
    'is an error for %s, and the other server hears nothing',
    async (purpose) => {
      const thief = await bench.http((_request, response) => response.end('thanks'));
      const server = await redirecting(status, `${thief.origin}/steal`);
      const http = bench.open(server.origin);
      const headers = [['authorization', 'Bearer canary-canary-1']] as const;
      const request = post(server.origin, { purpose, headers });
      await expect(http.send(request)).rejects.toMatchObject({
        code: 'redirect.credentialed',
        class: 'refused',
        message: expect.stringContaining(thief.origin),
      });
      const fetching = http.fetch({ purpose, phase: 'token', headers })(server.origin, {
        method: 'POST',
        body: 'x',
      });
      expect(await codeOf(fetching)).toBe('redirect.credentialed');
      expect(http.takeError()).toMatchObject({ code: 'redirect.credentialed' });
      expect(http.exchanges).toMatchObject([
        { status, error: 'redirect.credentialed' },
        { status, error: 'redirect.credentialed' },
      ]);
      expect(thief.requests).toEqual([]);
    },
  );

  it('is an error for a credential also on the same origin', async () => {
    const server = await redirecting(status, '/elsewhere');
    expect(await codeOf(bench.open(server.origin).send(post(server.origin)))).toBe('redirect.credentialed');
    expect(server.requests).toHaveLength(1);
  });

  it('is the answer to a probe', async () => {
    const thief = await bench.http((_request, response) => response.end());
    const server = await redirecting(status, thief.origin);
    const answer = await bench.open(server.origin).send(post(server.origin, { purpose: 'probe' }));
    expect(answer.status).toBe(status);
    expect(answer.header('location')).toEqual([thief.origin]);
    expect(thief.requests).toEqual([]);
  });

  it('of metadata is followed on the same origin', async () => {
    const server = await bench.http((request, response) => {
      if (request.url === '/end') response.end('here');
      else {
        response.writeHead(status, { location: 'end' });
        response.end();
      }
    });
    const http = bench.open(server.origin);
    const answer = await http.send(get(`${server.origin}/start`));
    expect(answer).toMatchObject({ status: 200, body: 'here', url: `${server.origin}/end`, exchange: 2 });
    expect(http.exchanges.map(({ status: seen }) => seen)).toEqual([status, 200]);
  });

  it('of metadata is not followed to another origin', async () => {
    const other = await bench.http((_request, response) => response.end());
    const server = await redirecting(status, other.origin);
    const http = bench.open(server.origin);
    expect(await codeOf(http.send(get(server.origin)))).toBe('redirect.policy');
    expect(await codeOf(http.fetch({ purpose: 'metadata', phase: 'discovery' })(server.origin))).toBe(
      'redirect.policy',
    );
    expect(other.requests).toEqual([]);
  });
});

describe('redirects of metadata', () => {
  it('end after three hops', async () => {
    const server = await bench.http((request, response) => {
      const step = Number(request.url?.slice(1));
      if (step === 0) response.end('here');
      else {
        response.writeHead(302, { location: `/${step - 1}` });
        response.end();
      }
    });
    const http = bench.open(server.origin);
    expect((await http.send(get(`${server.origin}/3`))).body).toBe('here');
    expect(await codeOf(http.send(get(`${server.origin}/4`)))).toBe('redirect.policy');
    expect(server.requests).toHaveLength(8);
  });

  it.each([
    'file:///etc/passwd',
    'https://169.254.169.254/',
    'https://user:password@127.0.0.1/',
    'http://[',
    '',
  ])('to %j are refused', async (location) => {
    const server = await redirecting(302, location === '' ? 'http://[' : location);
    await expect(bench.open(server.origin).send(get(server.origin))).rejects.toMatchObject({
      code: 'redirect.policy',
      message: expect.not.stringContaining('password@'),
    });
  });

  it('are refused for anything but GET and HEAD', async () => {
    const server = await redirecting(307, '/elsewhere');
    const sending = bench.open(server.origin).send(get(server.origin, { method: 'POST', body: 'x' }));
    expect(await codeOf(sending)).toBe('redirect.credentialed');
    expect(server.requests).toHaveLength(1);
  });
});
