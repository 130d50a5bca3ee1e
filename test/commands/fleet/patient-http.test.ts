import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { patientHttp } from '../../../src/commands/fleet/patient-http.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';
import type { HttpRequest } from '../../../src/types.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('a server that is busy', () => {
  it('is asked again about itself when it says for how long', async () => {
    const { send, asked, busy } = await asking([503, 200], '0');

    expect((await send({ purpose: 'metadata', phase: 'discovery' })).status).toBe(200);
    expect(asked()).toBe(2);
    expect(busy).toEqual([0]);
  });

  it('is asked twice more, and then its answer counts', async () => {
    const { send, asked } = await asking([429, 429, 429, 200], '0');

    expect((await send({ purpose: 'probe', phase: 'discovery', method: 'POST' })).status).toBe(429);
    expect(asked()).toBe(3);
  });

  it.each([
    ['a tool call', { purpose: 'mcp', phase: 'session', method: 'POST' }, '0'],
    ['a token request', { purpose: 'credential', phase: 'token', method: 'POST' }, '0'],
    ['what a check asks', { purpose: 'metadata', phase: 'check' }, '0'],
    ['who wants to be left alone for an hour', { purpose: 'metadata', phase: 'discovery' }, '3600'],
    ['who does not say for how long', { purpose: 'metadata', phase: 'discovery' }, undefined],
  ] as const)('is not asked again: %s', async (_what, request, retryAfter) => {
    const { send, asked } = await asking([429, 200], retryAfter);

    expect((await send(request)).status).toBe(429);
    expect(asked()).toBe(1);
  });

  it('does not hold whose time is over', async () => {
    const controller = new AbortController();
    const { send } = await asking([429, 200], '10', controller.signal);
    const began = performance.now();
    setTimeout(() => controller.abort(new Error('out of time')), 50);

    await expect(send({ purpose: 'metadata', phase: 'discovery' })).rejects.toThrow('out of time');
    expect(performance.now() - began).toBeLessThan(5_000);
  });
});

/** A server that answers with these statuses, one after the other, and how it is asked. */
async function asking(statuses: readonly number[], retryAfter: string | undefined, signal?: AbortSignal) {
  let asked = 0;
  const server: Server = createServer((_request, response) => {
    const status = statuses[asked] ?? 500;
    asked += 1;
    response.writeHead(
      status,
      status === 200 || retryAfter === undefined ? {} : { 'retry-after': retryAfter },
    );
    response.end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/mcp`;
  const network = createNetwork({ vault: createVault(), environment: {} });
  closers.push(async () => {
    await network.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const busy: number[] = [];
  const opened = network.open({
    name: 'one',
    url,
    timeoutMs: 5_000,
    ...(signal === undefined ? {} : { signal }),
  });
  const http = patientHttp(opened, (milliseconds) => busy.push(milliseconds), signal);
  return {
    busy,
    asked: () => asked,
    send: (request: Pick<HttpRequest, 'purpose' | 'phase'> & { readonly method?: string }) =>
      http.send({ method: 'GET', url, ...request }),
  };
}
