import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { NetworkError } from '../../src/errors.ts';
import { look, type Page, type Site, site, targetAt } from './support.ts';

let endpoint: Site;

beforeEach(async () => {
  endpoint = await site();
});

afterEach(() => endpoint.close());

const url = (): string => `${endpoint.origin}/mcp`;
const JSON_RPC_RESULT: Page = { body: { jsonrpc: '2.0', id: 1, result: { tools: [] } } };
const ERA_ERROR: Page = {
  status: 400,
  body: { jsonrpc: '2.0', id: null, error: { code: -32000, message: 'no' } },
};
const HTML: Page = { headers: { 'content-type': 'text/html' }, body: '<h1>It works!</h1>' };

describe('what an endpoint may answer without a token', () => {
  it('everything: an open server is no error', async () => {
    endpoint.pages.set('POST /mcp', JSON_RPC_RESULT);
    const { discovery, error } = await look(targetAt(url()));
    expect(error).toBeUndefined();
    expect(discovery).toMatchObject({ answers: [{ status: 200 }], challenge: null });
  });

  it('that it does not understand: then it is asked in the other shape', async () => {
    endpoint.pages.set('POST /mcp', ERA_ERROR);
    const { discovery } = await look(targetAt(url()));
    expect(discovery.answers.map(({ era }) => era)).toStrictEqual(['modern', 'legacy']);
  });

  it('with a challenge that is not Bearer', async () => {
    endpoint.pages.set('POST /mcp', {
      status: 401,
      headers: { 'www-authenticate': 'Negotiate, Basic realm="x"' },
    });
    const { discovery, error } = await look(targetAt(url()));
    expect(error).toBeUndefined();
    expect(discovery.challenge).toBeNull();
    expect(discovery.answers[0]?.wwwAuthenticate).toStrictEqual(['Negotiate, Basic realm="x"']);
  });
});

describe('what is no endpoint', () => {
  it.each([
    ['404', { status: 404 }, 'endpoint.not_found', 6],
    ['405', { status: 405 }, 'endpoint.not_mcp', 6],
    ['a page', HTML, 'endpoint.not_mcp', 6],
    ['429', { status: 429 }, 'rate_limited.endpoint', 4],
    ['503', { status: 503 }, 'unavailable.endpoint', 4],
    [
      'a redirect',
      { status: 302, headers: { location: 'https://login.example.com/x' } },
      'endpoint.login_page',
      3,
    ],
  ])('%s ends the road', async (_name, page, code, exit) => {
    endpoint.pages.set('POST /mcp', page);
    await expect(look(targetAt(url()))).rejects.toMatchObject({ code, exit, phase: 'discovery' });
  });

  it('is only noted when there is metadata to go on with', async () => {
    const resource = `${endpoint.origin}/v2/mcp`;
    endpoint.pages.set('GET /.well-known/oauth-protected-resource', { body: { resource } });
    const { discovery, error } = await look(targetAt(url()));
    expect(error).toMatchObject({ code: 'endpoint.not_found' });
    expect(discovery.resource).toBe(resource);
    expect(discovery.notes[0]).toBe('Nothing answers at this path (404).');
  });
});

describe('an endpoint that cannot be reached', () => {
  it('throws what the network room says', async () => {
    const free = createServer();
    await new Promise<void>((resolve) => free.listen(0, '127.0.0.1', resolve));
    const { port } = free.address() as AddressInfo;
    await new Promise((resolve) => free.close(resolve));
    await expect(look(targetAt(`http://127.0.0.1:${port}/mcp`))).rejects.toThrow(NetworkError);
  });

  it('does not wait longer than it is told', async () => {
    const sockets: Socket[] = [];
    const silent = createServer((socket) => sockets.push(socket));
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const { port } = silent.address() as AddressInfo;
    const looking = look(targetAt(`http://127.0.0.1:${port}/mcp`, { timeoutMs: 200 }));
    await expect(looking).rejects.toMatchObject({
      class: 'unreachable',
      code: expect.stringMatching(/^timeout\./u),
    });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => silent.close(resolve));
  });
});
