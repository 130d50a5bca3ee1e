import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { fullRun } from './full-run.ts';
import { allResults } from './judge-run.ts';
import { unusuals } from './unusual/index.ts';

const OUT = process.env.MUTANTS_OUT;
const ONLY = process.env.MUTANTS_ONLY?.split(',');
const chosen = unusuals.filter(({ name }) => ONLY === undefined || ONLY.includes(name));
const alarms: { readonly name: string; readonly alarms: readonly string[] }[] = [];

afterAll(() => {
  if (OUT === undefined) return;
  mkdirSync(OUT, { recursive: true });
  writeFileSync(path.join(OUT, 'unusual.json'), JSON.stringify(alarms));
});

describe.skipIf(chosen.length === 0)('a correct server is no alarm, however unusual', () => {
  test.each(chosen.map((one) => [one.name, one] as const))('%s', async (name, unusual) => {
    const { target = {}, mayWarn = {}, mayFind = {}, demandsClaims = true, ...world } = unusual;
    const report = await fullRun({ ...world, killedBy: [] }, { target, demandsClaims });
    const results = allResults(report);
    const false_ = results
      .filter(({ verdict }) => verdict === 'fail' || verdict === 'warn' || verdict === 'inconclusive')
      .filter(({ id, verdict }) => verdict === 'fail' || mayWarn[id] === undefined)
      .map(({ id, verdict, protocol, message }) => `${id} ${protocol ?? ''} ${verdict}: ${message}`);
    const causes = report.targets
      .flatMap(({ findings }) => findings)
      .filter(({ code }) => mayFind[code] === undefined)
      .filter(
        ({ severity, results: ids }) => severity !== 'note' && !ids.some((id) => mayWarn[id] !== undefined),
      )
      .map(({ code, summary, cause }) => `${code}: ${summary} ${cause}`);
    alarms.push({ name, alarms: [...false_, ...causes] });
    expect([...false_, ...causes]).toEqual([]);
    const controls = results.filter(({ id }) => id === 'endpoint/accepts-valid-token');
    expect(controls.map(({ verdict }) => verdict)).toContain('pass');
  });
});
