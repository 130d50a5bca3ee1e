import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Toxic } from '../support/fault-proxy.ts';
import { type FlowName, type ProxiedWorld, proxiedWorld, type Walked } from './proxied-world.ts';

const FLOWS: readonly FlowName[] = ['client_credentials', 'authorization_code'];
const SERVERS = ['endpoint', 'authorization'] as const;

/** Parts of what a server says in a run that goes well, after which it breaks off. */
const EVERYWHERE = [0, 0.01, 0.1, 0.25, 0.4, 0.55, 0.7, 0.85, 0.99];

/** Every wait of a run, one after the other, would come to less. */
const LONGEST_MS = 20_000;

const HARMLESS: Readonly<Record<string, Toxic>> = {
  'that are slow and uneven': { latencyMs: 10, jitterMs: 30 },
  'that send byte by byte': { sliceBytes: 1 },
  'with little bandwidth': { bytesPerSecond: 60_000, sliceBytes: 512 },
  'that close late': { slowCloseMs: 500 },
};

/** What a broken connection may be called, by the half that notices it. */
const NETWORK = /^(?:tcp|tls|http|timeout|refresh|mcp|metadata|person|unavailable)\./;

describe('between the program and its servers', () => {
  let world: ProxiedWorld;
  const clean = new Map<FlowName, Walked & { readonly bytes: Record<(typeof SERVERS)[number], number> }>();

  beforeAll(async () => {
    world = await proxiedWorld();
    for (const flow of FLOWS) {
      for (const server of SERVERS) world.proxies[server].use({});
      const walked = await world.walk(flow, 10_000);
      const { endpoint, authorization } = world.proxies;
      clean.set(flow, {
        ...walked,
        bytes: { endpoint: endpoint.bytes(), authorization: authorization.bytes() },
      });
    }
  });
  beforeEach(() => {
    for (const server of SERVERS) world.proxies[server].use({});
  });
  afterAll(() => world.close());

  const verdicts = ({ report }: Walked): readonly string[] =>
    report.targets.flatMap(({ results }) => results.map(({ id, verdict }) => `${id} ${verdict}`));

  for (const [words, toxic] of Object.entries(HARMLESS)) {
    it.each(FLOWS)(`connections ${words} change no verdict of %s`, async (flow) => {
      for (const server of SERVERS) world.proxies[server].use(toxic);
      const walked = await world.walk(flow, 10_000);
      expect(verdicts(walked)).toEqual(verdicts(clean.get(flow) as Walked));
      expect(walked.report.exitCode).toBe(0);
    });
  }

  it('connections that are slow and uneven change no verdict of device_code', async () => {
    for (const server of SERVERS) world.proxies[server].use({ latencyMs: 10, jitterMs: 30, sliceBytes: 100 });
    expect((await world.walk('device_code', 15_000)).report.verdict).toBe('pass');
  });

  for (const flow of FLOWS) {
    for (const server of SERVERS) {
      for (const how of ['reset', 'truncate', 'stall'] as const) {
        const parts = how === 'stall' ? [0.05, 0.6] : EVERYWHERE;
        it(`${how} at any byte of the ${server}'s answers ends ${flow} in time, named, and with nothing sent twice`, async () => {
          let failed = 0;
          for (const part of parts) {
            const afterBytes = Math.floor((clean.get(flow)?.bytes[server] ?? 0) * part);
            world.proxies[server].use({ cut: { afterBytes, how } });
            const walked = await world.walk(flow);
            expectClean(walked, `${how} after ${afterBytes} bytes`);
            await expectNoneOpen(world);
            if (walked.report.exitCode !== 0) failed += 1;
          }
          expect(failed, 'nothing was broken').toBeGreaterThanOrEqual(Math.floor(parts.length / 2));
        }, 120_000);
      }
    }
  }

  it.each([
    ['endpoint', { refuse: true }, 4, 'tcp.reset'],
    ['endpoint', { silent: true }, 4, 'timeout.headers'],
    ['authorization', { refuse: true }, 4, 'tcp.reset'],
    ['authorization', { silent: true }, 4, 'timeout.tls'],
  ] as const)('an %s server that does %j for good ends with %d and %s', async (server, toxic, exit, code) => {
    world.proxies[server].use(toxic);
    const { report, ms } = await world.walk('client_credentials');
    expect([report.exitCode, codesOf({ report })]).toEqual([exit, expect.arrayContaining([code])]);
    expect(ms).toBeLessThan(LONGEST_MS);
    await expectNoneOpen(world);
  });
});

/** Codes of every error in the report. */
function codesOf({ report }: Pick<Walked, 'report'>): readonly string[] {
  return report.targets.flatMap(({ flows, exchanges }) => [
    ...flows.flatMap(({ error }) => (error === null ? [] : [error.code])),
    ...exchanges.flatMap(({ error }) => (error === undefined ? [] : [error])),
  ]);
}

function expectClean(walked: Walked, where: string): void {
  const { report, ms, sent } = walked;
  const codes = codesOf(walked);
  expect([0, 1, 4], `${where}: ${codes.join()}`).toContain(report.exitCode);
  expect(ms, where).toBeLessThan(LONGEST_MS);
  expect(
    codes.filter((code) => !NETWORK.test(code)),
    where,
  ).toEqual([]);
  if (report.exitCode !== 0) expect(codes, where).not.toEqual([]);
  const calls = report.targets.flatMap(({ flows }) =>
    flows.flatMap((one) => one.sessions.flatMap((s) => s.calls)),
  );
  expect(sent.calls, where).toBeLessThanOrEqual(calls.length);
  expect(
    [sent.code, sent.refresh].every((times) => times <= 1),
    `${where}: ${JSON.stringify(sent)}`,
  ).toBe(true);
}

/** A connection that stays open would keep a real server busy. */
async function expectNoneOpen({ proxies }: ProxiedWorld): Promise<void> {
  await expect.poll(() => proxies.endpoint.open() + proxies.authorization.open(), { timeout: 5_000 }).toBe(0);
}
