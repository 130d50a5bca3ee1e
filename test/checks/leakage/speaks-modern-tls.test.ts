import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { CheckContext } from '../../../src/checks/check.ts';
import { runChecks } from '../../../src/checks/index.ts';
import { speaksModernTls } from '../../../src/checks/leakage/speaks-modern-tls.ts';
import { useBench } from '../../http/servers.ts';
import { createIdentity, type Identity } from '../../http/tls.ts';
import { contextOf } from '../discoveries.ts';

const bench = useBench();
const closers: (() => void)[] = [];
let identity: Identity;

beforeAll(async () => {
  identity = await createIdentity({ names: ['127.0.0.1'] });
});

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A server with these oldest and newest versions of TLS, and a run against it. */
async function against(
  versions: { readonly minVersion?: 'TLSv1'; readonly maxVersion?: 'TLSv1.1' },
  ca: readonly string[] = [identity.ca],
) {
  const seen: (string | undefined)[] = [];
  const server = createServer(
    { key: identity.key, cert: identity.cert, ciphers: 'DEFAULT@SECLEVEL=0', ...versions },
    (request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(401, { 'www-authenticate': 'Bearer' }).end();
    },
  );
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`;
  const results = await runChecks([speaksModernTls], at(url, ca), { wait: () => Promise.resolve() });
  return { results, seen };
}

function at(url: string, ca: readonly string[]): CheckContext {
  const context = contextOf();
  const { evidence } = context;
  return {
    ...context,
    evidence: { ...evidence, target: { ...evidence.target, url } },
    http: bench.open(url, { ca }),
  };
}

describe('leakage/speaks-modern-tls', () => {
  test('passes with TLS 1.2 and later alone, and sends no token', async () => {
    const { results, seen } = await against({});
    expect(results).toMatchObject([{ verdict: 'pass' }]);
    expect(results[0]?.exchanges).toHaveLength(2);
    expect(seen).toEqual([undefined]);
  });

  test('warns of a server that takes TLS 1.1 as well', async () => {
    const { results } = await against({ minVersion: 'TLSv1' });
    expect(results).toMatchObject([{ verdict: 'warn', message: expect.stringContaining('RFC 8996') }]);
    expect(results[0]?.fix).toBeDefined();
  });

  test('fails with a server that speaks nothing newer', async () => {
    const { results } = await against({ minVersion: 'TLSv1', maxVersion: 'TLSv1.1' });
    expect(results).toMatchObject([{ verdict: 'fail' }]);
  });

  test('fails with a certificate that nobody trusts', async () => {
    const { results } = await against({}, []);
    expect(results).toMatchObject([
      { verdict: 'fail', message: expect.stringContaining('not signed by a trusted authority') },
    ]);
  });

  test('does not say that old versions are refused where this machine cannot offer them', () => {
    const modern = { fault: undefined, exchanges: [1] };
    const outdated = { fault: { code: 'tls.protocol', message: '' }, unable: true, exchanges: [2] } as const;
    expect(speaksModernTls.judge({ modern, outdated })).toMatchObject({
      verdict: 'pass',
      message: expect.stringContaining('could not be tried'),
    });
  });

  test('is no question for plain http on this machine', async () => {
    const context = at('http://127.0.0.1:1/mcp', []);
    expect(await runChecks([speaksModernTls], context)).toEqual([]);
  });

  test('proves nothing where nobody answers', async () => {
    const context = at('https://127.0.0.1:1/mcp', []);
    const results = await runChecks([speaksModernTls], context);
    expect(results).toMatchObject([{ verdict: 'inconclusive' }]);
  });
});
