import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { harness, PACKAGE } from './harness.ts';

/** One scenario on the wire of one revision. */
export interface ScenarioRun {
  readonly revision: string;
  readonly scenario: string;
}

/** What the suite demands of implementations of one revision, from its `requirements` folder. */
interface Requirements {
  readonly client?: readonly string[];
  readonly not_scored?: readonly { readonly scenario: string; readonly leg: string }[];
}

/**
 * Everything that the suite grades a client by: per revision that it has requirements for, the required
 * scenarios and those that it runs without scoring them; and scenarios of older revisions that no newer one
 * has, on the newest wire that they know.
 * @throws Error when the suite cannot be read as expected: nothing must be left out in silence
 */
export async function planRuns(): Promise<readonly ScenarioRun[]> {
  const revisions = await listScenarios();
  const folder = path.join(PACKAGE, 'requirements');
  const sets = readdirSync(folder).sort();
  const graded = sets.flatMap((file) => {
    const revision = path.basename(file, '.yaml');
    const { client = [], not_scored = [] } = parse(
      readFileSync(path.join(folder, file), 'utf8'),
    ) as Requirements;
    const unscored = not_scored.filter(({ leg }) => leg === 'client').map(({ scenario }) => scenario);
    return [...new Set([...client, ...unscored])].map((scenario) => ({ revision, scenario }));
  });
  const unknown = graded.filter(({ scenario }) => !revisions.has(scenario));
  if (graded.length === 0 || unknown.length > 0) {
    throw new Error(`The suite does not list what it requires: ${JSON.stringify(unknown)}`);
  }
  const old = [...revisions].flatMap(([scenario, known]) => {
    const newest = known.filter((revision) => /^\d{4}-\d\d-\d\d$/u.test(revision)).at(-1);
    return newest === undefined || sets.includes(`${newest}.yaml`) ? [] : [{ revision: newest, scenario }];
  });
  return [...old, ...graded];
}

/** Client scenarios with the revisions that they belong to, oldest first; `extension` is none. */
async function listScenarios(): Promise<ReadonlyMap<string, readonly string[]>> {
  const { code, stdout, stderr } = await harness(['list', '--client'], {
    env: { PATH: process.env.PATH },
    timeoutMs: 60_000,
  });
  if (code !== 0) throw new Error(`The suite cannot list its scenarios:\n${stderr}`);
  const lines = [...stdout.matchAll(/^ {2}- (\S+) \[(.+)\]$/gmu)];
  return new Map(lines.map(([, scenario = '', tags = '']) => [scenario, tags.split(',').sort()]));
}
