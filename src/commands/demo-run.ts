import { faults } from '../../fixtures/faults/index.ts';
import { startScene } from '../../fixtures/scene.ts';
import { jsonText, renderResultLine } from '../reporters/index.ts';
import type { DemoFlags } from './demo.ts';
import { verifyScene } from './demo-verify.ts';
import { faultNamed } from './faults.ts';
import { type Io, styleOf } from './io.ts';
import { rendered } from './rendered.ts';
import { reportFormat } from './report-format.ts';

/** Starts the world, verifies it with both flows and the refresh, stops everything; the verdict's exit code. */
export async function demo(io: Io, flags: DemoFlags): Promise<number> {
  const format = reportFormat(flags.format);
  const fault = flags.fault === undefined ? undefined : faultNamed(flags.fault);
  io.err(
    fault === undefined
      ? 'starting an embedded Entra ID and a calculator MCP server on loopback …\n'
      : `starting the embedded world, broken on purpose: ${fault.title}\n`,
  );
  const scene = await startScene(fault);
  try {
    const report = await verifyScene(scene, {
      vault: io.vault,
      signal: io.signal,
      ...(format.name === 'jsonl'
        ? { onResult: (result, { name }) => io.out(renderResultLine(result, name)) }
        : {}),
    });
    io.out(rendered(format, report, io.vault, styleOf(io)));
    return report.exitCode;
  } finally {
    await scene.close();
  }
}

/** As a table for people, or with their findings for programs. */
export function listFaults(io: Io, { format }: DemoFlags): number {
  if (reportFormat(format).name !== 'pretty') {
    const listed = faults.map(({ name, title, finding, also = [] }) => ({ name, title, finding, also }));
    io.out(`${jsonText(listed, 2)}\n`);
    return 0;
  }
  const width = Math.max(...faults.map((fault) => fault.name.length));
  for (const fault of faults) io.out(`${fault.name.padEnd(width)}  ${fault.title}\n`);
  return 0;
}
