import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestProject } from 'vitest/node';
import { installHarness } from './harness.ts';
import { readOptions } from './options.ts';
import type { ScenarioRun } from './plan.ts';
import { type Outcome, outcomesOf } from './run-scenario.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The folder in which results are kept. */
    readonly conformanceFolder: string;
  }
}

/** The file that says what was to be run. */
export const PLAN = 'plan.json';

/** Installs the suite before the tests; says afterwards how many scenario runs passed, as the last lines. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const { out } = readOptions(process.env);
  await installHarness();
  const folder = out === undefined ? await mkdtemp(path.join(tmpdir(), 'conformance-')) : path.resolve(out);
  await mkdir(folder, { recursive: true });
  await rm(path.join(folder, PLAN), { force: true });
  project.provide('conformanceFolder', folder);
  return async () => {
    const planned = await plannedIn(folder);
    const outcomes = await outcomesOf(planned, folder);
    const passed = outcomes.filter((outcome) => outcome.passed);
    process.stdout.write(`${summary(planned, passed)}\n`);
    if (out === undefined && passed.length === planned.length)
      await rm(folder, { recursive: true, force: true });
    else process.stdout.write(`Results are in ${folder}\n`);
  };
}

/** A line per revision, then the whole; what was planned and did not end has not passed. */
function summary(planned: readonly ScenarioRun[], passed: readonly Outcome[]): string {
  const revisions = [...new Set(planned.map(({ revision }) => revision))];
  const lines = revisions.map((revision) => {
    const mine = passed.filter((outcome) => outcome.revision === revision);
    const checks = mine.reduce((sum, outcome) => sum + outcome.checks, 0);
    const all = planned.filter((run) => run.revision === revision);
    return `${revision}: ${mine.length} of ${all.length} scenario runs passed, with ${checks} checks`;
  });
  return [
    ...lines,
    `${passed.length} of ${planned.length} scenario runs passed, strict, on Node.js ${process.versions.node}`,
  ].join('\n');
}

async function plannedIn(folder: string): Promise<readonly ScenarioRun[]> {
  const text = await readFile(path.join(folder, PLAN), 'utf8').catch(() => '[]');
  return JSON.parse(text) as readonly ScenarioRun[];
}
