import { readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { TorturedCommand } from './commands.ts';
import { type Ended, runProgram } from './run-program.ts';
import type { Place, Scene } from './scene.ts';

const PRELOAD = fileURLToPath(new URL('./preload.mjs', import.meta.url));
const LONGEST_MS = 15_000;

/** One call of a run that may fail, and the function of the program that made it. */
export interface Call {
  readonly n: number;
  readonly name: string;
  readonly at?: string;
  readonly what: string;
  readonly code?: string;
}

export interface Tortured {
  readonly calls: readonly Call[];
  readonly ended: Ended;
  /** Files that were not there before, relative to the place. */
  readonly left: readonly string[];
  readonly written: ReadonlyMap<string, string>;
}

/** Runs a command with its N-th call made to fail, or with a signal in its place; 0: none. `afterwards`: before it is seen what is left. */
export async function torture(
  scene: Scene,
  { args }: Pick<TorturedCommand, 'args'>,
  n: number,
  signal?: string,
  afterwards: (place: Place) => Promise<void> = async () => undefined,
): Promise<Tortured> {
  const place = await scene.place();
  const log = path.join(scene.root, `${path.basename(place.root)}.log`);
  try {
    const before = await filesIn(place.root);
    const ended = await runProgram(scene.program, args, {
      cwd: place.work,
      env: {
        ...place.env,
        TORTURE_LOG: log,
        TORTURE_PROGRAM: scene.program,
        TORTURE_FAIL: String(n),
        ...(signal === undefined ? {} : { TORTURE_SIGNAL: signal }),
      },
      nodeArgs: ['--import', PRELOAD],
      timeoutMs: LONGEST_MS,
    });
    await afterwards(place);
    const after = await filesIn(place.root);
    const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '');
    return {
      calls: lines.map((line) => JSON.parse(line) as Call),
      ended,
      left: after.filter((file) => !before.includes(file)),
      written: await textsOf(place, after),
    };
  } finally {
    await rm(log, { force: true });
    await place.remove();
  }
}

async function filesIn(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)));
}

async function textsOf(place: Place, files: readonly string[]): Promise<ReadonlyMap<string, string>> {
  return new Map(
    await Promise.all(
      files.map(async (file) => [file, await readFile(path.join(place.root, file), 'utf8')] as const),
    ),
  );
}
