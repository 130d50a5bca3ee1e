import { createSchemaValidator } from '../../src/client/index.ts';
import { verifyJob } from '../../src/commands/verify-job.ts';
import { createNetwork, createVault } from '../../src/http/index.ts';
import { run } from '../../src/run.ts';
import type { Report, Target } from '../../src/types.ts';
import { attackTokensOf, authoritiesOf, targetOf } from './check-world.ts';
import type { Mutant } from './mutant.ts';
import { startMutantWorld } from './world.ts';

/** What a run differs in from the plain one. */
export interface FullRunOptions {
  readonly target?: Partial<Target>;
  /** Whether the world's usual claims are demanded of tokens; default: they are. */
  readonly demandsClaims?: boolean;
}

const DEMANDS = {
  tools: ['add', 'subtract'],
  calls: [
    { tool: 'add', arguments: { a: 1, b: 2 }, result: 3 },
    { tool: 'subtract', arguments: { a: 5, b: 3 }, result: 2 },
  ],
};

/** Everything that `verify` does, with every permission, against the world of a mutant or the correct one. */
export async function fullRun(mutant?: Mutant, options: FullRunOptions = {}): Promise<Report> {
  const world = await startMutantWorld(mutant);
  const vault = createVault();
  const network = createNetwork({ vault, environment: {}, ca: authoritiesOf(world) });
  const schemas = createSchemaValidator();
  try {
    const clients = ['machine', 'other-machine', 'person', 'key-machine'] as const;
    const full = await targetOf(world, vault, { clients, target: { expect: DEMANDS, ...options.target } });
    const undemanding = full.flows.map(({ expect: _expect, ...flow }) => flow);
    const target = options.demandsClaims === false ? { ...full, flows: undemanding } : full;
    const job = verifyJob(
      [target],
      { network, schemas, person: world.person, now: Date.now },
      {
        checks: 'all',
        skip: '',
        strict: false,
        concurrency: 1,
        attackTokens: await attackTokensOf(world, vault),
        allows: { disclosing: true, signIns: true, registering: true, waitExpiryMs: 0 },
      },
    );
    return await run(job, { version: 'test', now: Date.now });
  } finally {
    await schemas.close();
    await network.close();
    await world.close();
  }
}
