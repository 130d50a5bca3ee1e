// How good the diagnosis is: every fault is shown by the built program, and its report read. `npm run faults --
// [name,name]` runs some, or all of them. Exits 1 unless every cause comes first and nothing false is found.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const run = promisify(execFile);
const AT_ONCE = 2;
const wanted = process.argv.slice(2).flatMap((argument) => argument.split(','));

const all = JSON.parse((await demo('--list-faults')).stdout);
const chosen = wanted.length === 0 ? [HEALTHY(), ...all] : all.filter(({ name }) => wanted.includes(name));
const width = Math.max(...chosen.map(({ name }) => name.length));
const waiting = [...chosen];
const outcomes = [];
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (let fault = waiting.shift(); fault !== undefined; fault = waiting.shift()) {
      const outcome = await judge(fault);
      outcomes.push(outcome);
      process.stdout.write(`${fault.name.padEnd(width)}  ${outcome.place}${outcome.words}\n`);
    }
  }),
);
const count = (place) => outcomes.filter((outcome) => outcome.place === place).length;
const wrong = outcomes.filter((outcome) => outcome.strays.length > 0).length;
process.stdout.write(
  `\n${count('first')} first, ${count('somewhere')} somewhere, ${count('missed')} missed, ${wrong} false\n`,
);
process.exitCode = count('first') === outcomes.length && wrong === 0 ? 0 : 1;

function HEALTHY() {
  return { name: '(nothing is broken)', finding: undefined, also: [] };
}

async function judge({ name, finding, also }) {
  const { stdout } = await demo(...(finding === undefined ? [] : ['--fault', name]));
  const { findings } = JSON.parse(stdout).targets[0];
  const codes = findings.map(({ code }) => code);
  const strays = findings
    .filter(({ severity, because }) => severity !== 'note' && because === undefined)
    .map(({ code }) => code)
    .filter((code) => code !== finding && !also.includes(code));
  const place = codes[0] === finding ? 'first' : codes.includes(finding) ? 'somewhere' : 'missed';
  const seen = place === 'first' ? '' : `  wanted ${finding}, first ${codes[0] ?? 'nothing'}`;
  return { place, strays, words: `${seen}${strays.length === 0 ? '' : `  false: ${strays.join(', ')}`}` };
}

/** Exit codes other than 0 are what a fault is for. */
async function demo(...flags) {
  try {
    return await run(process.execPath, [CLI, 'demo', '--format', 'json', ...flags], { maxBuffer: 2 ** 28 });
  } catch (error) {
    if (typeof error.code !== 'number' || error.stdout === '') throw error;
    return error;
  }
}
