import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { harness } from './harness.ts';
import type { ScenarioRun } from './plan.ts';
import { type Check, faultsIn } from './verdict.ts';

const ADAPTER = fileURLToPath(new URL('./adapter.mjs', import.meta.url));
/** The adapter ends a client that hangs after two commands of 25 s at the latest; the suite and we wait longer. */
const CLIENT_MS = 60_000;
export const SCENARIO_MS = 75_000;

export interface Outcome extends ScenarioRun {
  readonly passed: boolean;
  /** How many of the suite's checks passed. */
  readonly checks: number;
  readonly faults: readonly string[];
}

/** Runs one scenario against the built program and keeps what came of it in `folder`. */
export async function runScenario(
  run: ScenarioRun,
  folder: string,
): Promise<Outcome & { readonly story: string }> {
  const kept = folderOf(run, folder);
  await mkdir(kept, { recursive: true });
  const suite = await harness(
    [
      'client',
      '--command',
      // The suite splits this at spaces and gives it to a shell, so quotes do what they do in a shell.
      ['exec', process.execPath, ADAPTER].map(shellQuoted).join(' '),
      '--scenario',
      run.scenario,
      '--spec-version',
      run.revision,
      // Extensions belong to no revision and would be left out.
      '--force',
      '--timeout',
      String(CLIENT_MS),
      '--output-dir',
      path.join(kept, 'suite'),
    ],
    { env: environment(), timeoutMs: SCENARIO_MS },
  );
  const files = await filesBelow(path.join(kept, 'suite'));
  const read = async (name: string): Promise<string> => {
    const file = files.find((one) => path.basename(one) === name);
    return file === undefined ? '' : readFile(file, 'utf8');
  };
  const checks = JSON.parse((await read('checks.json')) || '[]') as readonly Check[];
  const faults = faultsIn(checks, suite);
  const outcome = {
    ...run,
    passed: faults.length === 0,
    checks: checks.filter(({ status }) => status === 'SUCCESS').length,
    faults,
  };
  await writeFile(path.join(kept, 'suite.log'), suite.stderr);
  await keepOutcome(kept, outcome);
  const stderr = await read('stderr.txt');
  const stdout = await read('stdout.txt');
  return { ...outcome, story: `${faults.join('\n')}\n\nThe client said:\n${tail(stderr)}\n${tail(stdout)}` };
}

/** The outcomes of these runs that have been kept in `folder`; a run that did not end has none. */
export async function outcomesOf(runs: readonly ScenarioRun[], folder: string): Promise<readonly Outcome[]> {
  const texts = await Promise.all(
    runs.map((run) => readFile(path.join(folderOf(run, folder), OUTCOME), 'utf8').catch(() => undefined)),
  );
  return texts.flatMap((text) => (text === undefined ? [] : [JSON.parse(text) as Outcome]));
}

/** Removes what an earlier run left of these. */
export async function forget(runs: readonly ScenarioRun[], folder: string): Promise<void> {
  await Promise.all(runs.map((run) => rm(folderOf(run, folder), { recursive: true, force: true })));
}

const OUTCOME = 'outcome.json';

/** Whole or not at all: the summary reads it even after an interruption. */
async function keepOutcome(folder: string, outcome: Outcome): Promise<void> {
  const file = path.join(folder, OUTCOME);
  await writeFile(`${file}.part`, JSON.stringify(outcome, undefined, 2));
  await rename(`${file}.part`, file);
}

function folderOf({ revision, scenario }: ScenarioRun, folder: string): string {
  return path.join(folder, revision, scenario);
}

/** Nothing of this shell's: no proxy, no credential, no `CI`. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, CONFORMANCE_PROGRAM } = process.env;
  return {
    PATH,
    LANG: 'C.UTF-8',
    ...(CONFORMANCE_PROGRAM === undefined ? {} : { CONFORMANCE_PROGRAM }),
  };
}

async function filesBelow(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
}

function shellQuoted(word: string): string {
  return /^[\w./-]+$/u.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function tail(text: string): string {
  const longest = 6_000;
  return text.length <= longest ? text : `…${text.slice(-longest)}`;
}
