import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { bindsToLoopback } from '../../../src/checks/browser/binds-to-loopback.ts';
import type { CheckContext } from '../../../src/checks/check.ts';
import { NetworkError } from '../../../src/errors.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { contextOf } from '../discoveries.ts';

const hasNetwork = Object.values(networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .some(({ family, internal }) => family === 'IPv4' && !internal);

/** A server on this machine, and how a connection to it from the network ends. */
function where(
  url: string,
  ends: () => Promise<never> = () => Promise.reject(new Error('not in this test')),
) {
  const context = contextOf();
  const { evidence, http } = context;
  return {
    ...context,
    evidence: { ...evidence, target: { ...evidence.target, url } },
    http: { ...http, send: ends },
  } satisfies CheckContext;
}

if (hasNetwork) {
  describeByMutants(bindsToLoopback, { 'listens-everywhere': 'info' });

  test.each([
    ['tcp.refused', 'pass'],
    ['tcp.unreachable', 'pass'],
    ['timeout.connect', 'pass'],
    ['tls.protocol', 'info'],
    ['tls.name_mismatch', 'info'],
    ['tcp.reset', 'info'],
    ['timeout.tls', 'info'],
  ])('a connection that ends with %s: %s', async (code, verdict) => {
    const ends = () => Promise.reject(new NetworkError(code, 'it ended', { exchanges: [7] }));
    const reached = await bindsToLoopback.observe(where('http://127.0.0.1:3000/mcp', ends));
    expect(bindsToLoopback.judge(reached)).toMatchObject({ verdict, exchanges: [7] });
  });

  test('a proxy in between tells nothing', async () => {
    const ends = () => Promise.reject(new NetworkError('proxy.unreachable', 'it ended'));
    await expect(bindsToLoopback.observe(where('http://127.0.0.1:3000/mcp', ends))).rejects.toThrow();
  });
} else {
  test('a machine without a network has nothing to try', () => {
    expect(bindsToLoopback.unmet?.(where('http://127.0.0.1:3000/mcp'))).toContain('no address');
  });
}

test.each([
  ['http://localhost:3000/mcp', true],
  ['http://[::1]:3000/mcp', true],
  ['https://mcp.example.com/mcp', false],
])('%s is a question: %s', (url, isOne) => {
  expect(bindsToLoopback.concerns?.(where(url).evidence)).toBe(isOne);
});
