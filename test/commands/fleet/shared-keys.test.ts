import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createSharedKeys } from '../../../src/commands/fleet/shared-keys.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

describe('the keys of an issuer', () => {
  it('are fetched once for all targets, also when they ask at the same moment', async () => {
    const { open, url, asked } = await keyServer();
    const cache = createSharedKeys();
    const readings = await Promise.all([1, 2, 3].map(() => cache.read({ jwksUri: url, http: open() })));

    expect(readings.every((reading) => 'keys' in reading)).toBe(true);
    expect(asked()).toBe(1);
  });

  it('that one target could not read are read by the next: its own bounds are no reason for others', async () => {
    const { open, url, asked } = await keyServer();
    const cache = createSharedKeys();
    const over = AbortSignal.abort(new Error('out of time'));
    const hurt = await cache.read({ jwksUri: url, http: open(over) }).catch((error: unknown) => error);
    const next = await cache.read({ jwksUri: url, http: open() });

    expect(hurt).toBeInstanceOf(Error);
    expect(next).toHaveProperty('keys');
    expect(asked()).toBe(1);
  });

  it('that cannot be read at all are asked for once by each target', async () => {
    const { open, url, asked } = await keyServer(500);
    const cache = createSharedKeys();
    const [one, other] = [open(), open()];
    for (const http of [one, one, other])
      expect(await cache.read({ jwksUri: url, http })).toHaveProperty('problem');

    expect(asked()).toBe(2);
  });

  it('are fetched again for a key that is not among them', async () => {
    const { open, url, asked } = await keyServer();
    const cache = createSharedKeys();
    const http = open();
    await cache.read({ jwksUri: url, http });
    await cache.read({ jwksUri: url, http }, 'rotated');

    expect(asked()).toBe(2);
    expect(await cache.read({ jwksUri: url, http: open() })).toHaveProperty('keys');
  });
});

async function keyServer(status = 200) {
  let asked = 0;
  const server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: [{ kty: 'RSA', kid: 'one', n: 'AQ', e: 'AQAB' }] }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const network = createNetwork({ vault: createVault(), environment: {} });
  closers.push(async () => {
    await network.close();
    await new Promise((resolve) => server.close(resolve));
  });
  const url = `http://127.0.0.1:${port}/keys`;
  return {
    url,
    asked: () => asked,
    open: (signal?: AbortSignal) =>
      network.open({ name: 'one', url, timeoutMs: 5_000, ...(signal === undefined ? {} : { signal }) }),
  };
}
