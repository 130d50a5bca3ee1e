// Reads expressions as JSON, `[{ "source", "flags" }]`, and prints a line of JSON about each: what recheck says of it,
// and how long the text that recheck thinks is the worst one keeps the engine of this Node.js.
import { createRequire } from 'node:module';
import { text } from 'node:stream/consumers';
import { runInNewContext } from 'node:vm';

// The other backends are a Java archive and native programs, which are not installed.
process.env.RECHECK_BACKEND = 'pure';
const { checkSync } = createRequire(import.meta.url)('recheck');

/** Milliseconds. The second is for machines that have other work to do. */
const PATIENCE = [5_000, 60_000];
const LONGEST_MATCH_MS = 5_000;

for (const { source, flags } of JSON.parse(await text(process.stdin))) {
  const begun = performance.now();
  const { status, complexity, attack, error } = checked(source, flags);
  const ms = Math.round(performance.now() - begun);
  const kind = [complexity?.type, complexity?.degree].filter((part) => part !== undefined).join(' ');
  const worst =
    attack === undefined ? {} : { attack: attack.pattern, cpuMs: cpuOf(source, flags, attack.string) };
  process.stdout.write(
    `${JSON.stringify({ source, flags, status, kind: error?.kind ?? kind, ms, ...worst })}\n`,
  );
}

function checked(source, flags) {
  let result;
  for (const timeout of PATIENCE) {
    result = checkSync(source, flags, { timeout });
    if (result.status !== 'unknown') break;
  }
  return result;
}

/** Milliseconds of processor time, which other programs do not lengthen. */
function cpuOf(source, flags, subject) {
  const pattern = new RegExp(source, flags.includes('g') ? flags : `${flags}g`);
  const before = process.cpuUsage();
  try {
    runInNewContext(
      'for (const _ of subject.matchAll(pattern));',
      { pattern, subject },
      { timeout: LONGEST_MATCH_MS },
    );
  } catch {
    return LONGEST_MATCH_MS;
  }
  const { user, system } = process.cpuUsage(before);
  return Math.round((user + system) / 1000);
}
