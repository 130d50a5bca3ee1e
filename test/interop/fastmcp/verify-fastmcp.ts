import type { World } from '../../../fixtures/world.ts';
import { createSchemaValidator } from '../../../src/client/index.ts';
import { attackTokens, demoTarget } from '../../../src/commands/demo-target.ts';
import { scriptedPerson } from '../../../src/commands/scripted-person.ts';
import { verifyJob } from '../../../src/commands/verify-job.ts';
import { createNetwork, createVault } from '../../../src/http/index.ts';
import { run } from '../../../src/run.ts';
import type { Target, TargetReport } from '../../../src/types.ts';

export interface VerifyFastmcpOptions {
  readonly protocol?: Target['protocol'];
  /** As `--checks`: ids, groups, `all` or `none`. */
  readonly checks?: string;
}

/** Verifies the endpoint by a machine's flow and a person's, and refreshes the person's token. */
export async function verifyFastmcp(
  url: string,
  world: World,
  { protocol = 'auto', checks = 'all' }: VerifyFastmcpOptions = {},
): Promise<TargetReport> {
  const vault = createVault();
  const network = createNetwork({ vault, ca: [world.entra.ca], environment: {} });
  const schemas = createSchemaValidator();
  try {
    const target = { ...demoTarget({ ...world.settings, url }, vault), protocol };
    const job = verifyJob(
      [target],
      { network, schemas, person: scriptedPerson(world), now: Date.now },
      {
        checks,
        skip: '',
        strict: false,
        concurrency: 1,
        attackTokens: await attackTokens(world, vault),
        allows: { disclosing: true, signIns: true, registering: true, waitExpiryMs: 0 },
      },
    );
    const { targets } = await run(job, { version: 'test', now: Date.now });
    const [report] = targets;
    if (report === undefined) throw new Error('the report has no target');
    return report;
  } finally {
    await schemas.close();
    await network.close();
  }
}
