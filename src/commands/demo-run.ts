import { faults } from '../../fixtures/faults/index.ts';
import { startWorld } from '../../fixtures/world.ts';
import { createSchemaValidator } from '../client/index.ts';
import { createNetwork } from '../http/index.ts';
import { renderResultLine } from '../reporters/index.ts';
import { run } from '../run.ts';
import { VERSION } from '../version.ts';
import type { DemoFlags } from './demo.ts';
import { attackTokens, demoTarget } from './demo-target.ts';
import { faultNamed } from './faults.ts';
import { type Io, styleOf } from './io.ts';
import { reportFormat } from './report-format.ts';
import { scriptedPerson } from './scripted-person.ts';
import { verifyJob } from './verify-job.ts';

/** Starts the world, verifies it with both flows and the refresh, stops everything; the verdict's exit code. */
export async function demo(io: Io, flags: DemoFlags): Promise<number> {
  const format = reportFormat(flags.format);
  const fault = flags.fault === undefined ? undefined : faultNamed(flags.fault);
  io.err(
    fault === undefined
      ? 'starting an embedded Entra ID and a calculator MCP server on loopback …\n'
      : `starting the embedded world, broken on purpose: ${fault.title}\n`,
  );
  const world = await startWorld(fault === undefined ? {} : { fault });
  const network = createNetwork({
    vault: io.vault,
    ca: [world.entra.ca],
    environment: {},
    signal: io.signal,
  });
  const schemas = createSchemaValidator();
  try {
    const target = demoTarget(world.calculator.url, world.entra.authority, world.settings, io.vault);
    const job = verifyJob(
      [target],
      { network, schemas, person: scriptedPerson(world), now: io.now, signal: io.signal },
      {
        checks: 'all',
        skip: '',
        strict: false,
        concurrency: 1,
        attackTokens: await attackTokens(world, io.vault),
        // Everything is on this machine, and ends with the demo.
        allows: { disclosing: true, signIns: true, registering: true, waitExpiryMs: 0 },
        ...(format.name === 'jsonl'
          ? { onResult: (result, { name }) => io.out(renderResultLine(result, name)) }
          : {}),
      },
    );
    const report = await run(job, { version: VERSION, now: io.now, signal: io.signal });
    io.out(format.render(report, styleOf(io)));
    return report.exitCode;
  } finally {
    await schemas.close();
    await network.close();
    await world.close();
  }
}

export function listFaults(io: Io): number {
  const width = Math.max(...faults.map((fault) => fault.name.length));
  for (const fault of faults) io.out(`${fault.name.padEnd(width)}  ${fault.title}\n`);
  return 0;
}
