import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { pinnedVersion } from './harness.ts';
import { readOptions } from './options.ts';
import { planRuns } from './plan.ts';
import { forget, outcomesOf, runScenario } from './run-scenario.ts';
import { PLAN } from './setup.ts';

/** The official suite against the built program, scenario by scenario. `npm run test:conformance` */
const folder = inject('conformanceFolder');
const { only } = readOptions(process.env);
const everything = await planRuns();
const planned = everything.filter(
  ({ revision, scenario }) => only === undefined || only.test(`${revision} ${scenario}`),
);
await forget(planned, folder);
await writeFile(path.join(folder, PLAN), JSON.stringify(planned));

describe('the plan', () => {
  it('has every client scenario that this version of the suite grades', () => {
    // A number of the pinned version: a suite that is read wrongly must not look like one that passes.
    expect({ version: pinnedVersion(), runs: everything.length }).toEqual({
      version: '0.2.0-alpha.12',
      runs: 66,
    });
  });

  it('has something to run', () => {
    expect(planned).not.toEqual([]);
  });
});

for (const revision of new Set(planned.map((run) => run.revision))) {
  describe.concurrent(revision, () => {
    for (const run of planned.filter((one) => one.revision === revision)) {
      it(run.scenario, async () => {
        const { passed, story } = await runScenario(run, folder);
        expect.assert(passed, story);
      });
    }
  });
}

describe('the run', () => {
  it('has come to every scenario of the plan', async () => {
    expect(await outcomesOf(planned, folder)).toHaveLength(planned.length);
  });
});
