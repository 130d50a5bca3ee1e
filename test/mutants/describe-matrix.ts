import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Verdict } from '../../src/types.ts';
import { fullRun } from './full-run.ts';
import { mutants } from './index.ts';
import { allResults, judgeMutant, type Outcome, worstById } from './judge-run.ts';

/** Where the outcomes are left for the matrix; nowhere by default. */
const OUT = process.env.MUTANTS_OUT;
/** Names of the mutants to run, with commas; all by default. */
const ONLY = process.env.MUTANTS_ONLY?.split(',');

/** Runs every `of`th mutant from `shard` on with the whole catalogue, and judges what noticed it. */
export function describeMatrix(shard: number, of: number): void {
  const own = mutants
    .filter(({ name, provedApart }) => (ONLY === undefined ? provedApart === undefined : ONLY.includes(name)))
    .filter((_, index) => index % of === shard);
  let baseline: ReadonlyMap<string, Verdict>;
  const outcomes: Outcome[] = [];

  beforeAll(async () => {
    const report = await fullRun();
    expect(allResults(report).filter(({ verdict }) => verdict === 'fail')).toEqual([]);
    baseline = worstById(report);
  });

  afterAll(() => {
    if (OUT === undefined) return;
    mkdirSync(OUT, { recursive: true });
    writeFileSync(path.join(OUT, `outcomes-${shard}.json`), JSON.stringify(outcomes));
  });

  describe.skipIf(own.length === 0)('each mutant is noticed by the checks whose rule it breaks', () => {
    test.each(own.map((mutant) => [mutant.name, mutant] as const))('%s', async (_, mutant) => {
      const report = await fullRun(mutant);
      const outcome = judgeMutant(mutant, report, baseline);
      outcomes.push(outcome);
      const said = allResults(report)
        .filter(({ id }) => outcome.missed.includes(id) || outcome.wrong.includes(id))
        .map(({ id, verdict, protocol, message }) => `${id} ${protocol ?? ''} ${verdict}: ${message}`);
      expect({ missed: outcome.missed, wrong: outcome.wrong }, said.join('\n')).toEqual({
        missed: [],
        wrong: [],
      });
    });
  });
}
