import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Report } from '../../src/types.ts';
import { commands } from './commands.ts';
import { isHalf } from './judge.ts';
import { runProgram } from './run-program.ts';
import { openScene, type Place, type Scene } from './scene.ts';
import { createSeededRandom } from './seeded.ts';
import { type Tortured, torture } from './torture.ts';

const random = createSeededRandom(process.env.TORTURE_SEED ?? 'interrupted');
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const CODES = { SIGINT: 130, SIGTERM: 143 } as const;
const EACH = process.env.TORTURE === 'all' ? 60 : 3;

describe('a run with reports and a kept login that is interrupted', () => {
  const verify = commands.find(({ name }) => name === 'verify') ?? { args: [], writes: [] };
  let scene: Scene;
  let calls: Tortured['calls'];

  beforeAll(async () => {
    scene = await openScene();
    const untouched = await torture(scene, verify, 0);
    expect(untouched.ended).toMatchObject({ code: 0 });
    ({ calls } = untouched);
  }, 150_000);
  afterAll(() => scene.close());

  /** A second signal ends the process where it stands; whoever uses the login next puts the store in order. */
  const useAgain = async ({ work, env }: Place): Promise<void> => {
    const args = ['token', 'person', '--ca', 'ca.pem', '--claims'];
    const next = await runProgram(scene.program, args, { cwd: work, env, timeoutMs: 20_000 });
    expect(next.code, next.stderr).toBe(0);
  };

  for (const signal of SIGNALS) {
    for (const times of [1, 2]) {
      const often = times === 1 ? '' : ' twice';
      it(`by ${signal}${often} ends with ${CODES[signal]}, keeps what it found as incomplete and leaves nothing`, async () => {
        // From the first call of the command itself on; before that Node ends by its own means.
        const first = calls.findIndex(({ name }) => name === 'fs.stat');
        const moments = random.shuffle(calls.slice(first)).slice(0, EACH);
        for (const { n, name } of moments) {
          const run = await torture(
            scene,
            verify,
            n,
            `${signal} ${times}`,
            times === 1 ? undefined : useAgain,
          );
          // Requests go side by side: this time there were fewer calls.
          if (run.calls.length < n) continue;
          const where = `at ${n} ${name}: ${run.ended.stderr}`;
          expect(run.ended.code, where).toBe(CODES[signal]);
          expect(strays(run, times), where).toEqual([]);
          expect(verify.writes.filter((file) => file !== 'r.jsonl' && isHalf(file, run.written))).toEqual([]);
          if (times === 1) expect(run.ended.ms, where).toBeLessThan(10_000);
          if (run.ended.stdout !== '') expectHonest(JSON.parse(run.ended.stdout) as Report);
        }
      }, 1_800_000);
    }
  }

  it('at any moment from its start ends at once and leaves no process, no lock and no half file', async () => {
    for (let n = 0; n < EACH; n += 1) {
      const place = await scene.place();
      const signal = SIGNALS[n % 2] ?? 'SIGINT';
      const child = spawn(process.execPath, [path.join(scene.program, 'cli.js'), ...verify.args], {
        cwd: place.work,
        env: place.env,
        stdio: 'ignore',
      });
      await sleep(random.next() * 1_200);
      const begun = performance.now();
      const isRunning = child.exitCode === null && child.kill(signal);
      const [code, by] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode, null];
      // Before the program has begun, the signal ends Node itself.
      if (isRunning) expect([CODES[signal], signal, 0]).toContain(code ?? by);
      expect(performance.now() - begun).toBeLessThan(10_000);
      const files = await readdir(place.root, { recursive: true });
      expect(files.filter((file) => /\.(?:tmp|lock|break)\b|\.damaged/.test(file))).toEqual([]);
      await place.remove();
    }
  }, 1_800_000);
});

/** What must not stay; the reports that were asked for may, and a lock that nobody holds: it names no secret. */
function strays({ left }: Tortured, times: number): readonly string[] {
  const meant = times === 1 ? /^work\/r\.\w+$/ : /^work\/r\.\w+$|\.lock\.\w+\.tmp$/;
  return left.filter((file) => !meant.test(file));
}

/** A report of a run that was cut short never says that all is well. */
function expectHonest(report: Report): void {
  const isWhole = report.targets.length === 2 && report.targets.every(({ verdict }) => verdict === 'pass');
  expect(report.verdict === 'incomplete' || isWhole, report.verdict).toBe(true);
}
