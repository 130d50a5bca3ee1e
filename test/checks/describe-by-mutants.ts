import { afterEach, describe, expect, test } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { checks, runChecks } from '../../src/checks/index.ts';
import type { Result, Verdict } from '../../src/types.ts';
import { type CheckWorld, type CheckWorldOptions, startCheckWorld } from '../mutants/check-world.ts';
import { mutants } from '../mutants/index.ts';

export interface Proof extends CheckWorldOptions {
  /** What the correct world comes to; default `pass`. */
  readonly correct?: Verdict;
}

/** A check holds in the correct world, and in the world of each mutant it comes to the verdict that stands there. */
export function describeByMutants(
  check: Pick<Check, 'id'>,
  brokenBy: Readonly<Record<string, Verdict>>,
  { correct = 'pass', ...options }: Proof = {},
): void {
  describe(check.id, () => {
    let world: CheckWorld | undefined;
    afterEach(() => world?.close());

    const results = async (name?: string): Promise<readonly Result[]> => {
      const mutant = mutants.find((one) => one.name === name);
      if (name !== undefined && mutant === undefined) throw new Error(`There is no mutant ${name}.`);
      world = await startCheckWorld(mutant, options);
      const alone = checks.filter(({ id }) => id === check.id);
      expect(alone).toHaveLength(1);
      const all = await runChecks(alone, world.context, { wait: () => Promise.resolve() });
      return all.filter(({ id }) => id === check.id);
    };

    test('holds in the correct world', async () => {
      const all = await results();
      expect(all.map(said).filter((one) => !one.startsWith(correct) && !one.startsWith('skip'))).toEqual([]);
      expect(all.map(({ verdict }) => verdict)).toContain(correct);
    });

    test.each(Object.entries(brokenBy))('notices the mutant %s', async (name, verdict) => {
      const all = await results(name);
      expect(all.map(({ verdict: one }) => one)).toContain(verdict);
      const shown = all.filter((one) => one.verdict === 'fail' || one.verdict === 'warn');
      expect(shown.filter(({ fix }) => fix === undefined)).toEqual([]);
    });
  });
}

function said({ verdict, protocol, message }: Result): string {
  return `${verdict} ${protocol ?? ''}: ${message}`;
}
