// Breaks the program in one place at a time, in a copy of the repository, and runs the tests that must notice:
// `node test/mutations/run.mjs [--list client|defences] [NAME…] [--random N [--seed S]]`. A NAME is part of the
// name of a mutant or of its defence. With CONFORMANCE=1 also the runs of the official suite that must notice.
// Exits 1 when a mutant survives, or when the tests do not pass on the program as it is.
import { execFileSync, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { choose, place } from './choose.mjs';
import { clientMutants } from './client-mutants.mjs';
import { defenceMutants } from './defence-mutants.mjs';

const LONGEST_RUN_MS = 600_000;
const LONGEST_TAIL = 4_000;
const LISTS = { client: clientMutants, defences: defenceMutants };
const root = fileURLToPath(new URL('../..', import.meta.url));
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'string', default: 'client' },
    random: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const withSuite = process.env.CONFORMANCE === '1';
const chosen = choose(listNamed(values.list), positionals, values);
if (values.random !== undefined) process.stdout.write(`--seed ${values.seed} chooses the same again\n`);
const copy = mkdtempSync(path.join(tmpdir(), 'mutants-'));
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => {
    rmSync(copy, { recursive: true, force: true });
    process.exit(code);
  });
}
/** The end of what the newest run of tests said. */
let said = '';
try {
  process.exitCode = judge();
} finally {
  rmSync(copy, { recursive: true, force: true });
}

function listNamed(name) {
  if (Object.hasOwn(LISTS, name)) return LISTS[name];
  throw new Error(`There is no list ${name}, only ${Object.keys(LISTS).join(' and ')}.`);
}

function judge() {
  if (chosen.length === 0) {
    process.stdout.write('No mutant has such a name.\n');
    return 1;
  }
  copyRepository();
  const all = { tests: [...new Set(chosen.flatMap(({ tests }) => tests))], built: chosen.some(isBuilt) };
  if (!passTests(all, '--retry=2')) {
    process.stdout.write(`${said}\nThe tests do not pass on the program as it is.\n`);
    return 1;
  }
  let survivors = 0;
  for (const mutant of chosen) {
    const killers = mutated(mutant, () => [
      ...(passTests(mutant) ? [] : [mutant.tests.join(', ')]),
      ...(withSuite && mutant.scenario !== undefined && !suitePasses(mutant.scenario) ? ['conformance'] : []),
    ]);
    const noticed = killers.some((killer) => killer !== 'conformance');
    if (!noticed) survivors += 1;
    const about = mutant.defence === undefined ? '' : `${mutant.defence}: `;
    const verdict = killers.length === 0 ? 'SURVIVED' : `killed by ${killers.join(' and ')}`;
    process.stdout.write(`${about}${mutant.name}: ${verdict}\n`);
  }
  process.stdout.write(`${chosen.length - survivors} of ${chosen.length} mutants killed\n`);
  return survivors === 0 ? 0 : 1;
}

function isBuilt({ built }) {
  return built === true;
}

function copyRepository() {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard', '-z'], {
    cwd: root,
    encoding: 'utf8',
  });
  for (const file of listed.split('\0').filter((name) => name !== '' && existsSync(path.join(root, name)))) {
    mkdirSync(path.dirname(path.join(copy, file)), { recursive: true });
    cpSync(path.join(root, file), path.join(copy, file), { force: true });
  }
  for (const modules of ['node_modules', 'test/conformance/harness/node_modules']) {
    symlinkSync(path.join(root, modules), path.join(copy, modules));
  }
}

function mutated(mutant, work) {
  const target = path.join(copy, mutant.file);
  const text = readFileSync(target, 'utf8');
  writeFileSync(target, place(mutant, text));
  try {
    return work();
  } finally {
    writeFileSync(target, text);
  }
}

/** A program that cannot be built any more is noticed by everybody. */
function passTests({ tests, built }, ...more) {
  if (built === true && !passes('npm', ['run', '--silent', 'build'])) return false;
  return passes(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', '--bail=1', ...more, ...tests]);
}

function passes(program, args, environment = {}) {
  const { status, error, stdout, stderr } = spawnSync(program, args, {
    cwd: copy,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 64 * 1024 * 1024,
    timeout: LONGEST_RUN_MS,
  });
  if (error !== undefined) throw error;
  said = `${stdout}${stderr}`.slice(-LONGEST_TAIL);
  return status === 0;
}

function suitePasses(scenario) {
  execFileSync('npm', ['run', '--silent', 'build'], { cwd: copy });
  return passes('npx', ['vitest', 'run', '--config', 'test/conformance/vitest.config.ts'], {
    CONFORMANCE_ONLY: scenario,
  });
}
