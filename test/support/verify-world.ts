import { startWorld, type WorldOptions } from '../../fixtures/world.ts';
import { attackTokens, demoTarget } from '../../src/commands/demo-target.ts';
import { scriptedPerson } from '../../src/commands/scripted-person.ts';
import { verifyJob } from '../../src/commands/verify-job.ts';
import { createNetwork, createVault } from '../../src/http/index.ts';
import { run } from '../../src/run.ts';
import type { Report, Target } from '../../src/types.ts';

/** Starts a world and verifies it in this process, as `demo` does. The caller closes. */
export async function verifyWorld(
  options: WorldOptions,
  adjust: (target: Target) => Target = (target) => target,
): Promise<{ readonly report: Report; readonly close: () => Promise<void> }> {
  const world = await startWorld(options);
  const vault = createVault();
  const network = createNetwork({ vault, ca: [world.entra.ca], environment: {} });
  const close = async (): Promise<void> => {
    await network.close();
    await world.close();
  };
  const target = demoTarget(world.calculator.url, world.entra.authority, world.settings, vault);
  const job = verifyJob(
    [adjust(target)],
    { network, person: scriptedPerson(world), now: Date.now },
    {
      checks: 'all',
      skip: '',
      strict: false,
      concurrency: 1,
      attackTokens: await attackTokens(world, vault),
      allows: { disclosing: true, signIns: true, registering: true, waitExpiryMs: 0 },
    },
  );
  return { report: await run(job, { version: 'test', now: Date.now }), close };
}
