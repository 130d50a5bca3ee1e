import { checks, runChecks } from '../checks/index.ts';
import { diagnose } from '../diagnosis/index.ts';
import { jsonText, renderDiscovery } from '../reporters/index.ts';
import { run } from '../run.ts';
import { VERSION } from '../version.ts';
import { type Io, styleOf } from './io.ts';
import { type CommonFlags, prepare, theOne } from './prepare.ts';
import { createProgress } from './progress.ts';
import { reportFailure } from './report-failure.ts';
import { createRoad } from './road.ts';

/** Walks discovery alone, in both eras' shapes, with the checks that need no token. */
export async function discoverTarget(io: Io, flags: CommonFlags, name: string | undefined): Promise<number> {
  const { targets, network, person, close } = await prepare(
    io,
    { flow: ['none'], ...flags },
    name === undefined ? [] : [name],
  );
  const target = theOne(targets);
  const progress = createProgress(io);
  try {
    const road = createRoad({
      network,
      person,
      now: io.now,
      signal: io.signal,
      bothShapes: true,
      refresh: false,
      onStep: (words) => progress.step(words),
    });
    let stopped: unknown;
    const report = await run(
      {
        targets: [target],
        road: {
          ...road,
          discover: (step) =>
            road.discover(step).catch((error: unknown) => {
              stopped = error;
              throw error;
            }),
        },
        until: 'discovery',
        checks: checks.filter(
          (check) => check.id.startsWith('discovery/') || check.id === 'interop/spec-strict',
        ),
        runChecks,
        diagnose,
        concurrency: 1,
        strict: false,
      },
      { version: VERSION, now: io.now, signal: io.signal },
    );
    progress.done();
    const [found] = report.targets;
    if (found === undefined) return report.exitCode;
    io.out(flags.format === 'json' ? `${jsonText(found, 2)}\n` : renderDiscovery(found, styleOf(io)));
    if (stopped !== undefined && flags.format === 'json') reportFailure(stopped, true, io);
    return report.exitCode;
  } finally {
    progress.done();
    await close();
  }
}
