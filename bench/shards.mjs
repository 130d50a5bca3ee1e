// Eight shards in eight processes, one of them killed in the middle: what merge says of that, and what the rest costs.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { CLI, run } from './measure.mjs';
import { startServing } from './world.mjs';

const SHARDS = 8;
const LONGEST_MS = 300_000;

/**
 * Which shard was killed and how many of its targets were in its blob by then, whether merge (which must end with 9)
 * named it, and, once it was run again with --retry-incomplete, how many targets passed and how long merge took.
 */
export async function measureShards(count) {
  const folder = await mkdtemp(path.join(tmpdir(), 'mcp-authcheck-bench-'));
  const world = await startServing();
  try {
    const config = path.join(folder, 'fleet.json');
    await writeFile(config, world.configuration(count));
    const blobs = path.join(folder, 'blobs');
    await mkdir(blobs);
    const settings = ['--config', config, '--ca', world.caFile, '--checks', 'none'];
    const argv = (index, ...more) => {
      const shard = ['--shard', `${index}/${SHARDS}`, '--report', `blob=${blobOf(blobs, index)}`];
      return [CLI, 'verify', ...settings, ...shard, ...more];
    };
    const options = { env: world.env, timeoutMs: LONGEST_MS };
    const merge = (exit) =>
      run([CLI, 'merge', blobs, '--expect', String(SHARDS), '--format', 'json'], {
        ...options,
        exits: [exit],
      });

    const killed = 1 + Math.floor(Math.random() * SHARDS);
    const others = Array.from({ length: SHARDS }, (_, place) => place + 1).filter(
      (index) => index !== killed,
    );
    const left = killedInTheMiddle(argv(killed), blobOf(blobs, killed), world.env);
    await Promise.all(others.map((index) => run(argv(index), options)));
    const finished = await left;
    const without = await merge(9);
    await run(argv(killed, '--retry-incomplete'), options);
    const complete = await merge(0);
    return {
      shard: `${killed}/${SHARDS}`,
      finished,
      isNamed: without.stderr.includes(`shard ${killed} of ${SHARDS}`),
      passed: JSON.parse(complete.stdout).targets.filter(({ verdict }) => verdict === 'pass').length,
      mergeSeconds: complete.seconds,
    };
  } finally {
    await world.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function blobOf(folder, index) {
  return path.join(folder, `${index}.jsonl`);
}

/** Kills the shard when some of its targets are in its blob; resolves with how many. */
async function killedInTheMiddle(argv, blob, env) {
  const child = spawn(process.execPath, argv, {
    env: { PATH: process.env.PATH, HOME: '/nonexistent', ...env },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const until = Date.now() + LONGEST_MS;
  for (;;) {
    const lines = (await readFile(blob, 'utf8').catch(() => '')).split('\n').length - 1;
    if (lines > 3) {
      child.kill('SIGKILL');
      await ended;
      return (await readFile(blob, 'utf8')).split('\n').length - 2;
    }
    if (child.exitCode !== null || Date.now() > until)
      throw new Error('the shard ended before it was killed');
    await sleep(5);
  }
}
