// Breaks the client in one place at a time, in a copy of the repository, and runs the tests that must notice:
// `npm run mutate:client [NAME…]`. With CONFORMANCE=1 also the runs of the official suite that must. Exits 1
// when a mutant survives, or when the tests do not pass on the client as it is.
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { clientMutants } from './client-mutants.mjs';

const LONGEST_RUN_MS = 600_000;
const root = fileURLToPath(new URL('../..', import.meta.url));
const wanted = process.argv.slice(2);
const withSuite = process.env.CONFORMANCE === '1';
const chosen = clientMutants.filter(
  ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)),
);
const copy = mkdtempSync(path.join(tmpdir(), 'client-mutants-'));
try {
  process.exitCode = judge();
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function judge() {
  copyRepository();
  const tests = [...new Set(chosen.flatMap((mutant) => mutant.tests))];
  if (!passes(['vitest', 'run', ...tests])) {
    process.stdout.write('The tests do not pass on the client as it is.\n');
    return 1;
  }
  let survivors = 0;
  for (const mutant of chosen) {
    const killers = mutated(mutant, () => [
      ...(passes(['vitest', 'run', ...mutant.tests]) ? [] : ['tests']),
      ...(withSuite && mutant.scenario !== undefined && !suitePasses(mutant.scenario) ? ['conformance'] : []),
    ]);
    if (!killers.includes('tests')) survivors += 1;
    const verdict = killers.length === 0 ? 'SURVIVED' : `killed by ${killers.join(' and ')}`;
    process.stdout.write(`${mutant.name}: ${verdict}\n`);
  }
  process.stdout.write(`${chosen.length - survivors} of ${chosen.length} mutants killed\n`);
  return survivors === 0 ? 0 : 1;
}

function copyRepository() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter(Boolean)) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file), { force: true });
  }
  for (const modules of ['node_modules', 'test/conformance/harness/node_modules']) {
    symlinkSync(path.join(root, modules), path.join(copy, modules));
  }
}

function mutated({ file, find, replace }, work) {
  const target = path.join(copy, file);
  const text = readFileSync(target, 'utf8');
  if (text.split(find).length !== 2) throw new Error(`${file} does not hold this once: ${find}`);
  writeFileSync(
    target,
    text.replace(find, () => replace),
  );
  try {
    return work();
  } finally {
    writeFileSync(target, text);
  }
}

function passes(args, environment = {}) {
  const { status, error } = spawnSync('npx', args, {
    cwd: copy,
    env: { ...process.env, ...environment },
    stdio: 'ignore',
    timeout: LONGEST_RUN_MS,
  });
  if (error !== undefined) throw error;
  return status === 0;
}

function suitePasses(scenario) {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy });
  return passes(['vitest', 'run', '--config', 'test/conformance/vitest.config.ts'], {
    CONFORMANCE_ONLY: scenario,
  });
}
