import type { Check, CheckContext } from '../../src/checks/check.ts';
import { runChecks } from '../../src/checks/index.ts';
import type { Result } from '../../src/types.ts';
import { type CheckWorldOptions, startCheckWorld } from '../mutants/check-world.ts';
import type { Mutant } from '../mutants/mutant.ts';

/** What one check says of a world that is made for the occasion, with changes of what is known of it. */
export async function runAlone(
  check: Check,
  world: Partial<Mutant> = {},
  options: CheckWorldOptions = {},
  change: (context: CheckContext) => CheckContext = (context) => context,
): Promise<readonly Result[]> {
  const started = await startCheckWorld(
    { name: 'occasion', about: 'made for one test', killedBy: [], ...world },
    options,
  );
  try {
    const all = await runChecks([check], change(started.context), { wait: () => Promise.resolve() });
    return all.filter(({ id }) => id === check.id);
  } finally {
    await started.close();
  }
}
