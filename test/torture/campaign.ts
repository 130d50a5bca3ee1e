import { commands, type TorturedCommand } from './commands.ts';
import { judge } from './judge.ts';
import type { Scene } from './scene.ts';
import { createSeededRandom, type SeededRandom } from './seeded.ts';
import { sitesOf } from './sites.ts';
import { type Call, torture } from './torture.ts';

/** How one failing call ended. */
export interface Outcome {
  readonly command: string;
  readonly n: number;
  readonly call: string;
  readonly site: string;
  readonly code: string;
  readonly exit: number | null;
  readonly ms: number;
  readonly problems: readonly string[];
  /** The last lines on stderr, for whoever mends it. */
  readonly said: string;
}

export interface Campaign {
  /** How many calls of each command are made to fail; those of different functions come first. */
  readonly most: number;
  readonly seed: string;
  readonly only?: readonly string[];
  readonly atOnce: number;
}

/**
 * Runs every command once untouched, and then again for each call that it made, with that call failing. The number of
 * a call may mean another one the next time, because requests run side by side: what really failed is in the log.
 */
export async function runCampaign(scene: Scene, campaign: Campaign): Promise<readonly Outcome[]> {
  const siteOf = sitesOf(scene.program);
  const random = createSeededRandom(campaign.seed);
  const seen = new Set<string>();
  const wanted: { readonly command: TorturedCommand; readonly n: number }[] = [];
  for (const command of commands) {
    if (campaign.only !== undefined && !campaign.only.includes(command.name)) continue;
    const { calls, ended, left } = await torture(scene, command, 0);
    if (ended.code !== 0)
      throw new Error(`${command.name} ends with ${ended.code} untouched: ${ended.stderr}`);
    const none = judge(
      command,
      scene,
      { n: 0, name: 'none', what: '' },
      { calls, ended, left, written: new Map() },
    );
    const strays = none.filter((problem) => !problem.includes('whole'));
    if (strays.length > 0) throw new Error(`${command.name} untouched: ${strays.join(', ')}`);
    for (const n of chosen(calls, campaign.most, random, seen)) wanted.push({ command, n });
  }
  const outcomes: Outcome[] = [];
  const queue = wanted.values();
  await Promise.all(
    Array.from({ length: campaign.atOnce }, async () => {
      for (const { command, n } of queue) {
        const run = await torture(scene, command, n);
        const call = run.calls.find(({ code }) => code !== undefined);
        if (call === undefined) continue;
        outcomes.push({
          command: command.name,
          n,
          call: call.name,
          site: siteOf(call.at),
          code: call.code ?? '',
          exit: run.ended.code,
          ms: run.ended.ms,
          problems: judge(command, scene, call, run),
          said: run.ended.stderr.slice(-600),
        });
      }
    }),
  );
  return outcomes;
}

/** Numbers of calls: first one of each function that no earlier command had, then others by chance. */
function chosen(
  calls: readonly Call[],
  most: number,
  random: SeededRandom,
  seen: Set<string>,
): readonly number[] {
  const shuffled = random.shuffle(calls);
  const fresh = shuffled.filter(({ name, at }) => {
    const key = `${name} ${at}`;
    return !seen.has(key) && seen.add(key);
  });
  const others = shuffled.filter((call) => !fresh.includes(call));
  return [...fresh, ...others].slice(0, most).map(({ n }) => n);
}
