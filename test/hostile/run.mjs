// The table of hostile servers: what each does, and how the built program came out of it. `node test/hostile/run.mjs
// [name,name]` runs some, by the beginnings of their names, or all of them. Exits 1 when a row is not met.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const only = process.argv.slice(2).join(',');
const out = mkdtempSync(path.join(os.tmpdir(), 'hostile-'));
try {
  const vitest = path.join(ROOT, 'node_modules/vitest/vitest.mjs');
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [vitest, 'run', '--config', 'test/hostile/vitest.config.ts', '--reporter', 'dot'],
    {
      cwd: ROOT,
      encoding: 'utf8',
      maxBuffer: 2 ** 28,
      env: { ...process.env, HOSTILE_OUT: out, HOSTILE_ONLY: only },
    },
  );
  const file = path.join(out, 'rows.json');
  const rows = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  print(rows.sort((one, other) => one.id.localeCompare(other.id)));
  // A row that could not even be started is in no table.
  if (status !== 0 && rows.every(({ wrong }) => wrong.length === 0))
    process.stderr.write(`${stdout}${stderr}`);
  process.exitCode = status === 0 && rows.length > 0 ? 0 : 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}

function print(rows) {
  const width = (name) => Math.max(0, ...rows.map((row) => String(row[name] ?? '').length));
  const [ids, codes] = [width('id'), width('code')];
  const line = (text) => process.stdout.write(`${text}\n`);
  for (const { id, does, exit, code = '', durationMs, memoryMib, wrong } of rows) {
    const seconds = `${(durationMs / 1000).toFixed(1)} s`.padStart(7);
    const memory = `+${Math.round(memoryMib)} MiB`.padStart(8);
    const verdict = wrong.length === 0 ? 'met' : 'NOT MET';
    line(
      `${id.padEnd(ids)}  ${String(exit).padStart(3)}  ${code.padEnd(codes)}  ${seconds} ${memory}  ${verdict.padEnd(7)}  ${does}`,
    );
    for (const one of wrong) line(`${' '.repeat(ids + 7)}${one}`);
  }
  const unmet = rows.filter(({ wrong }) => wrong.length > 0).length;
  line(`\n${rows.length} rows: ${rows.length - unmet} met, ${unmet} not met`);
}
