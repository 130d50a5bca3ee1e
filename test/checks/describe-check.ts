import { afterEach, describe, expect, test } from 'vitest';
import type { Check } from '../../src/checks/check.ts';
import { checks, runChecks } from '../../src/checks/index.ts';
import type { Result, Verdict } from '../../src/types.ts';
import { startWorld, type World, type WorldOptions } from './world.ts';

export interface CheckWorlds {
  /** What breaks the check's rule. */
  readonly brokenBy: WorldOptions;
  /** What both worlds have in common. */
  readonly given?: WorldOptions;
  /** What the broken world comes to; default `fail`. */
  readonly verdict?: Verdict;
  /** Other checks that the same fault cannot help failing. */
  readonly alsoFails?: readonly string[];
}

/** A check holds in a world that obeys its rule, and in one that breaks the rule it and no other fails. */
export function describeCheck(
  check: Pick<Check, 'id'>,
  { brokenBy, given = {}, verdict = 'fail', alsoFails = [] }: CheckWorlds,
): void {
  describe(check.id, () => {
    let world: World | undefined;
    afterEach(() => world?.close());

    const results = async (options: WorldOptions): Promise<readonly Result[]> => {
      world = await startWorld(options);
      return runChecks(checks, world.context, { wait: () => Promise.resolve() });
    };
    const verdicts = (all: readonly Result[]) =>
      all.filter(({ id }) => id === check.id).map((one) => one.verdict);

    test('is registered under the path of its file', () => {
      expect(checks.map(({ id }) => id)).toContain(check.id);
    });

    test('passes where the rule is obeyed, and nothing else fails', async () => {
      const all = await results(given);
      expect(all.filter((one) => one.verdict === 'fail')).toEqual([]);
      expect(verdicts(all)).toContain('pass');
    });

    test('notices that the rule is broken, and nothing else fails', async () => {
      const all = await results({ ...given, ...brokenBy });
      expect(verdicts(all)).toContain(verdict);
      const failed = new Set(all.filter((one) => one.verdict === 'fail').map(({ id }) => id));
      expect([...failed].sort()).toEqual([...alsoFails, ...(verdict === 'fail' ? [check.id] : [])].sort());
    });
  });
}
