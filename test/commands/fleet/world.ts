import { startWorld, type World } from '../../../fixtures/world.ts';
import type { RoadOptions } from '../../../src/commands/road.ts';
import { type VerifyOptions, verifyJob } from '../../../src/commands/verify-job.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';
import { run } from '../../../src/run.ts';
import type { Report, Target } from '../../../src/types.ts';

export interface Fleet {
  readonly world: World;
  /** A target of that name behind the world's endpoint, with what is changed. */
  readonly target: (name: string, change?: Partial<Target>) => Target;
  readonly verify: (
    targets: readonly Target[],
    options?: Partial<VerifyOptions>,
    road?: Partial<RoadOptions>,
  ) => Promise<Report>;
  /** How often a machine asked for a token, with what status. */
  readonly tokenRequests: () => readonly (number | null)[];
  readonly close: () => Promise<void>;
}

/** A world with an Entra ID and a calculator, and runs over many targets in it. */
export async function startFleet(): Promise<Fleet> {
  const world = await startWorld();
  const vault = createVault();
  const { settings, entra } = world;
  const { machine } = settings;
  if (machine === undefined) throw new Error('the world has no machine');
  return {
    world,
    target: (name, change = {}) => ({
      name,
      url: settings.url,
      ...(settings.tenantId === undefined ? {} : { tenant: settings.tenantId }),
      ...(settings.authority === undefined ? {} : { authority: settings.authority }),
      ...(settings.audience === undefined ? {} : { audience: settings.audience }),
      allowedOrigins: [],
      headers: [],
      protocol: 'auto',
      flows: [
        {
          flow: 'client_credentials',
          clientId: machine.clientId,
          credential: { kind: 'secret', secret: vault.keep(machine.clientSecret ?? '') },
        },
      ],
      expect: { tools: [], calls: [] },
      timeoutMs: 10_000,
      ...change,
    }),
    verify: async (targets, options = {}, road = {}) => {
      const network = createNetwork({ vault, ca: [entra.ca], environment: {} });
      const person = { present: false, open: async () => false, tell: () => undefined };
      const job = verifyJob(
        targets,
        { network, person, now: Date.now, ...road },
        { checks: 'none', skip: '', strict: false, concurrency: 8, ...options },
      );
      try {
        return await run(job, { version: 'test', now: Date.now });
      } finally {
        await network.close();
      }
    },
    tokenRequests: () =>
      entra
        .requests()
        .filter(({ method, path }) => method === 'POST' && path.endsWith('/token'))
        .map(({ status }) => status),
    close: () => world.close(),
  };
}
