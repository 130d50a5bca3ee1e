// Many targets with names and URLs of their own, one in twenty broken, against a script with the same concurrency.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { CLI, run } from './measure.mjs';
import { startServing } from './world.mjs';

const HAND_WRITTEN = fileURLToPath(new URL('./hand-written.mjs', import.meta.url));
const BROKEN_SERVERS = fileURLToPath(new URL('./broken-servers.mjs', import.meta.url));
const CONCURRENCY = 8;
const TIMEOUT_SECONDS = 1;

/** Runs of verify over half the targets and over all of them, and of the script over all: seconds and bytes. */
export async function measureFleet(count) {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-bench-'));
  const world = await startServing();
  const broken = await startBroken(world);
  try {
    const sizes = { half: Math.floor(count / 2), all: count };
    const measured = {};
    for (const [name, size] of Object.entries(sizes)) {
      const targets = fleetOf(size, world.url, broken.urls);
      const file = path.join(folder, `${name}.json`);
      await writeFile(file, JSON.stringify(targets));
      const config = path.join(folder, `${name}-config.json`);
      await writeFile(config, configurationOf(targets, world));
      measured[name] = { theirs: await byHand(file, world), ours: await verifyAll(config, world, targets) };
    }
    return measured;
  } finally {
    await broken.stop();
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

/** One in twenty is broken, each in another way than the one before; `sum` is what add(1, 2) must be. */
function fleetOf(count, url, broken) {
  const ways = [...Object.keys(broken), 'adds wrongly'];
  let next = 0;
  return Array.from({ length: count }, (_, index) => {
    const name = `target-${index + 1}`;
    if (index % 20 !== 19) return { name, url: `${url}?target=${index + 1}`, sum: 3 };
    const way = ways[next++ % ways.length];
    return way === 'adds wrongly'
      ? { name, url: `${url}?target=${index + 1}`, sum: 4, way }
      : { name, url: `${broken[way]}?target=${index + 1}`, sum: 3, way };
  });
}

function configurationOf(targets, world) {
  const { url: _url, ...settings } = JSON.parse(world.configuration(1)).targets['target-1'];
  const entries = targets.map(({ name, url, sum }) => [
    name,
    {
      url,
      ...settings,
      expect: {
        tools: ['add', 'subtract', 'get_me'],
        calls: [
          { tool: 'add', arguments: { a: 1, b: 2 }, result: sum },
          { tool: 'subtract', arguments: { a: 5, b: 3 }, result: 2 },
          { tool: 'get_me', arguments: {} },
        ],
      },
    },
  ]);
  return JSON.stringify({ targets: Object.fromEntries(entries) });
}

async function verifyAll(config, world, targets) {
  const argv = [CLI, 'verify', '--config', config, '--ca', world.caFile, '--checks', 'none'];
  const flags = ['--concurrency', String(CONCURRENCY), '--timeout', String(TIMEOUT_SECONDS)];
  const ended = await run([...argv, ...flags], {
    env: { ...world.env, NO_COLOR: '1', LANG: 'C.UTF-8' },
    memory: true,
    exits: [1],
    timeoutMs: 1_200_000,
  });
  const passed = ended.stdout.match(/^✔ /gm)?.length ?? 0;
  return { ...ended, passed, expected: targets.filter(({ way }) => way === undefined).length };
}

async function byHand(file, world) {
  const ended = await run([HAND_WRITTEN], {
    env: {
      ...world.env,
      FLEET: file,
      CONCURRENCY: String(CONCURRENCY),
      TIMEOUT_MS: String(TIMEOUT_SECONDS * 1000),
    },
    timeoutMs: 1_200_000,
  });
  return { ...ended, ...JSON.parse(ended.stdout) };
}

async function startBroken(world) {
  const child = spawn(process.execPath, [BROKEN_SERVERS], {
    env: { ...process.env, ISSUER: world.env.ISSUER },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [line] = await once(createInterface({ input: child.stdout }), 'line');
  return {
    urls: JSON.parse(line),
    stop: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
