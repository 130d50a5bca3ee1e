import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Outcome, runCampaign } from './campaign.ts';
import { openScene, type Scene } from './scene.ts';

const { TORTURE, TORTURE_OUT, TORTURE_ONLY, TORTURE_SEED } = process.env;
const all = TORTURE === 'all';

describe('a run of which one call to the operating system fails', () => {
  let scene: Scene;

  beforeAll(async () => {
    scene = await openScene();
  }, 150_000);
  afterAll(() => scene.close());

  it('ends in time with the right exit code, names what failed, shows no secret and leaves nothing behind', async () => {
    const outcomes = await runCampaign(scene, {
      most: all ? Number.POSITIVE_INFINITY : 3,
      seed: TORTURE_SEED ?? 'torture',
      atOnce: 2,
      ...(TORTURE_ONLY === undefined ? {} : { only: TORTURE_ONLY.split(',') }),
    });
    if (TORTURE_OUT !== undefined) await writeFile(TORTURE_OUT, JSON.stringify(outcomes));
    expect(outcomes.length).toBeGreaterThan(0);
    expect(outcomes.filter(({ problems }) => problems.length > 0).map(inWords)).toEqual([]);
  }, 1_800_000);
});

function inWords({ command, n, call, site, code, problems, said }: Outcome): string {
  return `${command} #${n}: ${call} of ${site} fails with ${code}: ${problems.join('; ')}\n${said}`;
}
