import { startWorld, type World } from '../../fixtures/world.ts';
import { createSchemaValidator } from '../../src/client/index.ts';
import { demoTarget } from '../../src/commands/demo-target.ts';
import { scriptedPerson } from '../../src/commands/scripted-person.ts';
import { verifyJob } from '../../src/commands/verify-job.ts';
import { createNetwork, createVault } from '../../src/http/index.ts';
import { run } from '../../src/run.ts';
import type { Report, Target } from '../../src/types.ts';
import { type FaultProxy, startFaultProxy } from '../support/fault-proxy.ts';

export type FlowName = 'client_credentials' | 'authorization_code' | 'device_code';

/** A world whose two servers are reached through a proxy each. */
export interface ProxiedWorld {
  readonly world: World;
  /** In front of the endpoint: plain HTTP. In front of the authorization server: TLS goes through as it is. */
  readonly proxies: { readonly endpoint: FaultProxy; readonly authorization: FaultProxy };
  /** One flow from end to end with one session of one era; what a person brought is refreshed as well. */
  readonly walk: (flow: FlowName, timeoutMs?: number) => Promise<Walked>;
  readonly close: () => Promise<void>;
}

export interface Walked {
  readonly report: Report;
  readonly ms: number;
  /** How often the servers saw what must not be sent twice. */
  readonly sent: Readonly<Record<'code' | 'refresh' | 'calls', number>>;
}

export async function proxiedWorld(): Promise<ProxiedWorld> {
  const world = await startWorld();
  const endpoint = await startFaultProxy(new URL(world.calculator.url));
  const authorization = await startFaultProxy(new URL(world.entra.origin));
  const hostMap = {
    [new URL(world.calculator.url).host]: `http://${endpoint.host}`,
    [new URL(world.entra.origin).host]: `https://${authorization.host}`,
  };
  return {
    world,
    proxies: { endpoint, authorization },
    walk: async (flow, timeoutMs = 2_000) => {
      const before = sentTo(world);
      const begun = performance.now();
      const report = await verifyThrough(world, hostMap, flow, timeoutMs);
      const after = sentTo(world);
      const sent = Object.fromEntries(
        Object.entries(after).map(([name, count]) => [name, count - before[name as keyof typeof before]]),
      ) as Walked['sent'];
      return { report, ms: performance.now() - begun, sent };
    },
    close: async () => {
      await endpoint.close();
      await authorization.close();
      await world.close();
    },
  };
}

async function verifyThrough(
  world: World,
  hostMap: Readonly<Record<string, string>>,
  flow: FlowName,
  timeoutMs: number,
): Promise<Report> {
  const vault = createVault();
  const network = createNetwork({ vault, ca: world.ca, hostMap, environment: {} });
  const schemas = createSchemaValidator();
  try {
    const job = verifyJob(
      [targetOf(world, flow, timeoutMs, vault)],
      { network, schemas, person: scriptedPerson(world), now: Date.now },
      { checks: 'none', skip: '', strict: false, concurrency: 1 },
    );
    return await run(job, { version: '0', now: Date.now });
  } finally {
    await schemas.close();
    await network.close();
  }
}

function targetOf(
  world: World,
  flow: FlowName,
  timeoutMs: number,
  vault: Parameters<typeof demoTarget>[1],
): Target {
  const { machine, person, ...others } = world.healthy;
  const who =
    flow === 'client_credentials' ? { machine } : { person: { ...person, device: flow === 'device_code' } };
  return demoTarget({ ...others, ...who, timeoutMs, protocol: '2026-07-28' }, vault);
}

function sentTo({ entra, calculator }: World): Walked['sent'] {
  const grants = entra.requests().map(({ grantType }) => grantType);
  const calls = calculator.requests().filter(({ rpcMethod }) => rpcMethod === 'tools/call').length;
  return {
    code: grants.filter((grant) => grant === 'authorization_code').length,
    refresh: grants.filter((grant) => grant === 'refresh_token').length,
    calls,
  };
}
