// Every call to the operating system that a run makes, made to fail once, in turn, as a table. `node
// test/torture/run.mjs [COMMAND ...]`; without a name all commands. Takes some minutes.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const names = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), 'torture-'));
const out = path.join(folder, 'outcomes.json');
try {
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      'test/torture/torture.test.ts',
      '--reporter=dot',
    ],
    {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        TORTURE: 'all',
        TORTURE_OUT: out,
        ...(names.length === 0 ? {} : { TORTURE_ONLY: names.join(',') }),
      },
    },
  );
  if (existsSync(out)) print(JSON.parse(readFileSync(out, 'utf8')));
  process.exitCode = status ?? 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** A line for each function of each command: what failed there, and with what exit code it ended. */
function print(outcomes) {
  const groups = Map.groupBy?.(outcomes, keyOf) ?? grouped(outcomes);
  for (const [key, group] of [...groups].sort(([one], [other]) => (one < other ? -1 : 1))) {
    const exits = [...new Set(group.map(({ exit }) => exit))].sort((one, other) => one - other).join(' ');
    const slowest = Math.max(...group.map(({ ms }) => ms));
    process.stdout.write(
      `${key}  ${String(group.length).padStart(3)}  exit ${exits.padEnd(8)} ${slowest} ms\n`,
    );
    for (const { n, code, problems, said } of group.filter((outcome) => outcome.problems.length > 0)) {
      process.stdout.write(
        `    WRONG #${n} ${code}: ${problems.join('; ')}\n${said.replaceAll(/^/gm, '      ')}\n`,
      );
    }
  }
  const wrong = outcomes.filter(({ problems }) => problems.length > 0).length;
  process.stdout.write(`\n${outcomes.length} failing calls, ${wrong} ended wrongly\n`);
}

function keyOf({ command, call, site }) {
  return `${command.padEnd(8)} ${call.padEnd(16)} ${site.padEnd(60)}`;
}

function grouped(outcomes) {
  const groups = new Map();
  for (const outcome of outcomes)
    groups.set(keyOf(outcome), [...(groups.get(keyOf(outcome)) ?? []), outcome]);
  return groups;
}
