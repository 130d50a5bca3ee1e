import { formsIn } from './canary.ts';
import type { Attack, Outcome, Row, Scene } from './row.ts';

/** A run of the program, as the judge gets it. */
export interface Judged {
  readonly row: Row;
  readonly scene: Pick<Scene, 'secrets' | 'thief'>;
  readonly attack: Attack;
  readonly outcome: Outcome;
  /** Above the baseline. */
  readonly memoryMib: number;
  /** What the files that were left contain. */
  readonly files: ReadonlyMap<string, string>;
  /** Whole requests that came to the thief. */
  readonly thiefHeard: readonly string[];
}

/** What is wrong with how the program came out of it; empty: nothing. */
export function judge(judged: Judged): readonly string[] {
  return [
    ...wrongEnd(judged),
    ...unnamed(judged),
    ...costs(judged),
    ...leftBehind(judged),
    ...leaks(judged),
    ...atTheThief(judged),
    ...inTheTerminal(judged),
  ];
}

function wrongEnd({ row, outcome }: Judged): readonly string[] {
  const { code, stdout, stderr } = outcome;
  if (code === null) return ['did not end by itself'];
  const trace = /^\s+at .+:\d+:\d+\)?$/m.test(`${stdout}\n${stderr}`) ? ['shows a stack trace'] : [];
  return code === row.exit ? trace : [`exit ${code}, and ${row.exit} is right`, ...trace];
}

function unnamed({ row, attack, outcome }: Judged): readonly string[] {
  const { code, says, exit } = row;
  const { stdout, stderr } = outcome;
  const codes = codesOf(outcome);
  const wanted = code === undefined || codes.includes(code) ? [] : [`no code ${code} (${codes.join(', ')})`];
  const unsaid = says === undefined || says.test(`${stdout}\n${stderr}`) ? [] : [`does not say ${says}`];
  // The report says how a target failed; whatever else ends a run is told in the last line.
  const isJson = attack.argv.some((word, at) => word === 'json' && attack.argv[at - 1] === '--format');
  const isMute = isJson && ![0, 1].includes(exit) && stdout === '' && errorLine(stderr) === undefined;
  return [...wanted, ...unsaid, ...(isMute ? ['no error object in the last line of stderr'] : [])];
}

/** Every error and finding code in the JSON that was printed. */
export function codesOf({ stdout, stderr }: Pick<Outcome, 'stdout' | 'stderr'>): readonly string[] {
  return [...new Set([...codesIn(parsed(stdout)), ...codesIn(errorLine(stderr))])];
}

function errorLine(stderr: string): unknown {
  return parsed(stderr.trimEnd().split('\n').at(-1) ?? '');
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function codesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) =>
    name === 'code' && typeof member === 'string' ? [member] : codesIn(member),
  );
}

function costs({ row, outcome, memoryMib }: Judged): readonly string[] {
  const { withinMs = 10_000, memoryMib: allowed = 64 } = row;
  const { durationMs, peakBytes } = outcome;
  return [
    ...(durationMs <= withinMs ? [] : [`took ${durationMs} ms, and ${withinMs} is the limit`]),
    ...(memoryMib <= allowed ? [] : [`needed ${Math.round(memoryMib)} MiB, and ${allowed} is the limit`]),
    ...(peakBytes > 0 ? [] : ['ended so abruptly that its memory is not known']),
  ];
}

function leftBehind({ row, outcome }: Judged): readonly string[] {
  const files = outcome.left.filter((file) => row.leaves?.test(file) !== true);
  return [
    ...files.map((file) => `left ${file}`),
    ...(outcome.open === 0 ? [] : [`left ${outcome.open} sockets open`]),
  ];
}

function leaks({ scene, outcome, files }: Judged): readonly string[] {
  // A kept login is what a store is for; how it is kept has tests of its own.
  const reports = [...files].filter(([file]) => !file.endsWith('refresh-tokens.json'));
  const places = [['stdout', outcome.stdout], ['stderr', outcome.stderr], ...reports] as const;
  return places.flatMap(([place, text]) => inText(scene, text).map((found) => `${place} has ${found}`));
}

function inText({ secrets }: Judged['scene'], text: string): readonly string[] {
  return Object.entries(secrets).flatMap(([name, secret]) =>
    formsIn(text, secret).map((form) => `the ${name} secret (${form})`),
  );
}

function atTheThief({ row, scene, thiefHeard }: Judged): readonly string[] {
  const seen = scene.thief.seen().filter((line) => row.thiefMaySee?.test(line) !== true);
  const told = thiefHeard.flatMap((request) => inText(scene, request));
  return [...seen.map((line) => `the thief saw ${line}`), ...told.map((found) => `the thief got ${found}`)];
}

/** Everything but line breaks and tabs that a terminal may take for more than text, and lines that CI systems obey. */
function inTheTerminal({ outcome }: Judged): readonly string[] {
  return (['stdout', 'stderr'] as const).flatMap((name) => {
    const text = outcome[name];
    const [control] = text.match(/[^\P{Cc}\n\t]|[\u2028\u2029\u202a-\u202e\u2066-\u2069]/u) ?? [];
    const [command] = text.match(/^[ \t]*(?:::|##).*/m) ?? [];
    return [
      ...(control === undefined ? [] : [`${name} has the raw character ${JSON.stringify(control)}`]),
      ...(command === undefined ? [] : [`${name} has a line that a CI obeys: ${command.slice(0, 60)}`]),
    ];
  });
}
