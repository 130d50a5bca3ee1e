// The matrix: which check noticed which mutant. `npm run mutants -- [name,name]` runs some, or all of them.
// Exits 1 when a mutant survives, is noticed for a wrong reason, when a correct server raises an alarm, or when a
// check notices no mutant.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const names = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
const flags = process.argv.slice(2).filter((argument) => argument.startsWith('-'));
const out = mkdtempSync(path.join(os.tmpdir(), 'mutants-'));
try {
  const { status } = spawnSync(
    process.execPath,
    [
      path.join(ROOT, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      'test/mutants/vitest.config.ts',
      ...flags,
    ],
    {
      cwd: ROOT,
      stdio: 'inherit',
      env: {
        ...process.env,
        MUTANTS_OUT: out,
        ...(names.length === 0 ? {} : { MUTANTS_ONLY: names.join(',') }),
      },
    },
  );
  const outcomes = readdirSync(out)
    .filter((file) => file.startsWith('outcomes-'))
    .flatMap((file) => JSON.parse(readFileSync(path.join(out, file), 'utf8')))
    .sort((one, other) => one.name.localeCompare(other.name));
  const unusual = existsSync(path.join(out, 'unusual.json'))
    ? JSON.parse(readFileSync(path.join(out, 'unusual.json'), 'utf8'))
    : [];
  print(outcomes, unusual);
  process.exitCode = status ?? 1;
} finally {
  rmSync(out, { recursive: true, force: true });
}

function print(outcomes, unusual) {
  const width = Math.max(0, ...outcomes.map(({ name }) => name.length));
  const line = (text = '') => process.stdout.write(`${text}\n`);
  line('\nThe mutants, and who noticed');
  for (const { name, noticed, missed, wrong } of outcomes) {
    const state = missed.length > 0 ? 'SURVIVED' : wrong.length > 0 ? 'WRONG REASON' : 'killed';
    const by = Object.entries(noticed).map(([id, verdict]) => `${id} (${verdict})`);
    line(`  ${state.padEnd(12)}  ${name.padEnd(width)}  ${by.join(', ') || 'nobody'}`);
    if (missed.length > 0) line(`${' '.repeat(width + 18)}not noticed by ${missed.join(', ')}`);
    if (wrong.length > 0) line(`${' '.repeat(width + 18)}not its business: ${wrong.join(', ')}`);
  }
  line('\nThe correct servers');
  for (const { name, alarms } of unusual) {
    line(`  ${alarms.length === 0 ? 'no alarm' : 'FALSE ALARM'}  ${name}`);
    for (const alarm of alarms) line(`      ${alarm}`);
  }
  const count = (test) => outcomes.filter(test).length;
  line(
    `\n${outcomes.length} mutants: ${count(({ missed }) => missed.length > 0)} survived, ${count(({ wrong }) => wrong.length > 0)} noticed for a wrong reason; ` +
      `${unusual.length} correct servers: ${unusual.filter(({ alarms }) => alarms.length > 0).length} false alarms`,
  );
}
