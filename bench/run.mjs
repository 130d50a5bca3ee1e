// Measures what the README says about speed, as ratios within one run: machines differ, ratios less so.
//   npm run bench                    all of it
//   npm run bench -- --only start,demo --turns 5
//   npm run bench -- --only fleet --targets 1000
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { measureFleet } from './fleet.mjs';
import { CLI, median, medians, run } from './measure.mjs';
import { measureShards } from './shards.mjs';
import { startupWeights } from './startup.mjs';
import { startServing } from './world.mjs';

const HAND_WRITTEN = fileURLToPath(new URL('./hand-written.mjs', import.meta.url));
const SAME_EXCHANGES = fileURLToPath(new URL('./same-exchanges.mjs', import.meta.url));
const CONCURRENCY = 8;
const parts = { start, verify, checks, demo, many, fleet, shards, load };

const { values } = parseArgs({
  options: {
    only: { type: 'string', default: Object.keys(parts).join() },
    turns: { type: 'string' },
    targets: { type: 'string' },
  },
});
const turns = (otherwise) => Number(values.turns ?? otherwise);

print(`Node ${process.version}, ${availableParallelism()} processors`);
for (const name of values.only.split(',')) {
  if (parts[name] === undefined) throw new Error(`--only knows ${Object.keys(parts).join(', ')}`);
  await parts[name]();
}

/** (a) What starting costs. */
async function start() {
  const times = await medians(
    {
      node: () => run(['-e', '0']),
      version: () => run([CLI, '--version']),
      help: () => run([CLI, '--help']),
    },
    turns(15),
  );
  print(`\nstart-up, median of ${turns(15)} interleaved runs`);
  print(`  node -e 0    ${ms(times.node)}`);
  atMost(`--version    ${ms(times.version)}`, times.version / times.node, 1.6);
  atMost(`--help       ${ms(times.help)}`, times.help / times.node, 1.6);
}

/** (b) One target against plain fetch, both as whole processes. */
async function verify() {
  await serving(async (world) => {
    const argv = [CLI, 'verify', world.url, ...world.flags, '--checks', 'none', '--format', 'json'];
    const ours = () => run(argv, { env: world.env });
    const theirs = () => run([HAND_WRITTEN], { env: world.env });
    const report = JSON.parse((await ours()).stdout);
    const times = await medians({ ours, theirs }, turns(9));
    print(`\nverify --checks none, client credentials, median of ${turns(9)} interleaved runs`);
    const { exchanges } = JSON.parse((await theirs()).stdout);
    print(`  hand-written ${ms(times.theirs)}  ${exchanges} exchanges`);
    const own = report.targets[0].exchanges.length;
    atMost(`verify       ${ms(times.ours)}  ${own} exchanges`, times.ours / times.theirs, 2);
  });
}

/** (c) The whole catalogue against the bare road, and against a script that only makes the same exchanges. */
async function checks() {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-bench-'));
  try {
    await serving(async (world) => {
      const argv = [CLI, 'verify', world.url, ...world.flags, '--format', 'json'];
      const all = () => run(argv, { env: world.env });
      const bare = () => run([...argv, '--checks', 'none'], { env: world.env });
      const [target] = JSON.parse((await all()).stdout).targets;
      const file = path.join(folder, 'exchanges.json');
      await writeFile(file, JSON.stringify(target.exchanges));
      const script = () => run([SAME_EXCHANGES], { env: { ...world.env, EXCHANGES: file } });
      const times = await medians({ all, bare, script }, turns(7));
      print(`\nverify with every check, client credentials, median of ${turns(7)} interleaved runs`);
      print(`  bare         ${ms(times.bare)}`);
      print(`  script       ${ms(times.script)}  ${JSON.parse((await script()).stdout).exchanges} exchanges`);
      const own = `${ms(times.all)}  ${target.exchanges.length} exchanges`;
      atMost(`every check  ${own}, of the bare verify`, times.all / times.bare, 4);
      atMost(`every check  ${own}, of the script`, times.all / times.script, 1.5);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** (d) The demo as a user starts it. */
async function demo() {
  const runs = [];
  for (let turn = 0; turn < turns(5); turn++) runs.push(await run([CLI, 'demo'], { memory: true }));
  print(`\ndemo, median of ${runs.length} runs`);
  limit('wall time', median(runs.map(({ seconds }) => seconds)), 3, 's');
  limit('peak memory', median(runs.map(({ peakBytes }) => peakBytes)) / 2 ** 20, 200, 'MiB');
}

/** (e) Many targets in one run: memory must not follow their number, and speed must not fall apart. */
async function many() {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-bench-'));
  try {
    await serving(async (world) => {
      const verifyAll = async (count) => {
        const file = path.join(folder, `${count}.json`);
        await writeFile(file, world.configuration(count));
        const argv = [CLI, 'verify', '--config', file, '--ca', world.caFile, '--checks', 'none'];
        const flags = ['--concurrency', String(CONCURRENCY), '--format', 'json'];
        const ended = await run([...argv, ...flags], { env: world.env, memory: true });
        const passed = JSON.parse(ended.stdout).targets.filter((target) => target.verdict === 'pass').length;
        if (passed !== count) throw new Error(`${passed} of ${count} targets passed`);
        return ended;
      };
      const byHand = (count) =>
        run([HAND_WRITTEN], {
          env: { ...world.env, TARGETS: String(count), CONCURRENCY: String(CONCURRENCY) },
        });
      const [few, hand, all] = [await verifyAll(50), await byHand(500), await verifyAll(500)];
      print(`\n500 targets in one verify --checks none, ${CONCURRENCY} at once`);
      print(`  peak memory with 50   ${mib(few.peakBytes)}`);
      atMost(`peak memory with 500  ${mib(all.peakBytes)}`, all.peakBytes / few.peakBytes, 1.3);
      print(`  hand-written ${(500 / hand.seconds).toFixed(1)} targets/s`);
      const ratio = hand.seconds / all.seconds;
      row(`verify       ${(500 / all.seconds).toFixed(1)} targets/s`, ratio, '≥ 0.50', ratio >= 0.5);
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** (f) A fleet: targets of their own, one in twenty broken, in a run that must neither slow down nor swell. */
async function fleet() {
  const count = Number(values.targets ?? 5_000);
  const { half, all } = await measureFleet(count);
  const { ours, theirs } = all;
  print(`\n${count} targets, one in twenty broken, in one verify --checks none, ${CONCURRENCY} at once`);
  print(`  hand-written ${ms(theirs.seconds)}  ${theirs.exchanges} exchanges, ${theirs.passed} passed`);
  atMost(`verify       ${ms(ours.seconds)}  ${ours.passed} passed`, ours.seconds / theirs.seconds, 1.5);
  if (ours.passed !== ours.expected) throw new Error(`${ours.expected} were to pass, ${ours.passed} did`);
  const growth = (ours.peakBytes - half.ours.peakBytes) / (count - Math.floor(count / 2)) / 1000;
  limit(`peak memory  ${mib(ours.peakBytes)}, a target`, growth, 20, 'kB');
  atMost('time of twice the targets', ours.seconds / half.ours.seconds / 2, 1.15);
}

/** (g) A fleet in eight processes, one of them killed: nobody may take the rest for the whole. */
async function shards() {
  const count = Number(values.targets ?? 400);
  const { shard, finished, isNamed, passed, mergeSeconds } = await measureShards(count);
  print(`\n${count} targets in 8 processes, shard ${shard} killed after ${finished} of its targets`);
  print(`  merge: exit 9, ${isNamed ? 'names the shard ok' : 'does not name the shard MISSED'}`);
  print(`  after --retry-incomplete: exit 0, ${passed} passed ${passed === count ? 'ok' : 'MISSED'}`);
  print(`  merge        ${ms(mergeSeconds)}`);
}

/** (h) Where start-up goes. */
async function load() {
  print('\nrun before a command’s own first line, of the bundle');
  for (const { name, modules, bytes, heaviest } of await startupWeights()) {
    const list = heaviest.map(([part, size]) => `${part} ${kib(size)}`).join(', ');
    print(
      `  ${name.padEnd(10)} ${kib(bytes).padStart(8)} in ${String(modules).padStart(3)} modules  ${list}`,
    );
  }
}

async function serving(use) {
  const world = await startServing();
  try {
    await use(world);
  } finally {
    await world.stop();
  }
}

function atMost(label, ratio, target) {
  row(label, ratio, `≤ ${target.toFixed(2)}`, ratio <= target);
}

function row(label, ratio, target, holds) {
  print(`  ${label}  ratio ${ratio.toFixed(2)} (target ${target}) ${holds ? 'ok' : 'MISSED'}`);
}

function limit(label, value, target, unit) {
  const holds = value < target;
  print(`  ${label} ${value.toFixed(2)} ${unit} (target < ${target} ${unit}) ${holds ? 'ok' : 'MISSED'}`);
}

function ms(seconds) {
  return `${(seconds * 1000).toFixed(0)} ms`.padStart(8);
}

function mib(bytes) {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function kib(bytes) {
  return `${(bytes / 1024).toFixed(0)} KiB`;
}

function print(line) {
  process.stdout.write(`${line}\n`);
}
