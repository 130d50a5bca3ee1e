import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeCanary } from './canary.ts';
import { type Judged, judge } from './judge.ts';
import { openStand } from './open-stand.ts';
import type { Outcome, Row, Scene } from './row.ts';
import { type Places, startProgram } from './start-program.ts';

const MIB = 1024 * 1024;
/** The program is killed so long after the row's own limit, so that the table can say by how much it was late. */
const GRACE_MS = 5_000;
const TEMPORARY = path.join(tmpdir(), 'mcp-authcheck-hostile-');

/** A row, how it ended and what is wrong with that. */
export interface Ran {
  readonly row: Row;
  readonly outcome: Outcome;
  readonly memoryMib: number;
  /** Empty: the row is met. */
  readonly wrong: readonly string[];
}

/** Starts the built program against the row's server, and judges what became of it. */
export async function runRow(row: Row): Promise<Ran> {
  const baseline = await baselineBytes();
  const root = await mkdtemp(TEMPORARY);
  const stand = openStand();
  const thief = openStand();
  try {
    const places = await makePlaces(root);
    const heard: string[] = [];
    const seen: string[] = [];
    const { origin } = await thief.http((request, response, body) => {
      seen.push(`${request.method} ${request.url}`);
      heard.push(`${request.url}\n${request.rawHeaders.join('\n')}\n${body}`);
      response.writeHead(404, { 'content-type': 'application/json' }).end('{}');
    });
    const scene: Scene = {
      secrets: {
        client: makeCanary(`+/%"\\&=é`),
        access: makeCanary('-._~+/'),
        refresh: makeCanary('.~+/-_'),
      },
      folder: places.work,
      thief: { origin, seen: () => seen },
      stand,
    };
    const attack = await row.attack(scene);
    const before = new Set(await filesBelow(root));
    const ended = await startProgram(attack, places, (row.withinMs ?? 10_000) + GRACE_MS);
    const open = (await stand.stillOpen(2_000)) + (await thief.stillOpen(2_000));
    const left = (await filesBelow(root)).filter((file) => !before.has(file));
    const outcome: Outcome = { ...ended, left, open };
    const memoryMib = Math.max(0, ended.peakBytes - baseline) / MIB;
    const files = new Map<string, string>();
    for (const file of left) files.set(file, await readFile(path.join(root, file), 'latin1').catch(() => ''));
    const judged: Judged = { row, scene, attack, outcome, memoryMib, files, thiefHeard: heard };
    return { row, outcome, memoryMib, wrong: [...judge(judged), ...(await afterwards(row, outcome))] };
  } finally {
    await Promise.all([stand.close(), thief.close()]);
    await rm(root, { recursive: true, force: true });
  }
}

async function afterwards(row: Row, outcome: Outcome): Promise<readonly string[]> {
  try {
    await row.after?.(outcome);
    return [];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

async function makePlaces(root: string): Promise<Places> {
  const below = (name: string): string => path.join(root, name);
  const places = { home: below('home'), tmp: below('tmp'), work: below('work'), cache: await cache() };
  for (const name of ['home', 'tmp', 'work']) await mkdir(below(name), { mode: 0o700 });
  return places;
}

/** Paths of everything but folders, from this one on. */
async function filesBelow(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

let cacheFolder: Promise<string> | undefined;

/** Compiled code of the runs of this process. */
function cache(): Promise<string> {
  cacheFolder ??= mkdtemp(TEMPORARY);
  return cacheFolder;
}

let baseline: Promise<number> | undefined;

/** What the program needs at its peak when the server closes at once. */
function baselineBytes(): Promise<number> {
  baseline ??= measureBaseline();
  return baseline;
}

async function measureBaseline(): Promise<number> {
  const root = await mkdtemp(TEMPORARY);
  const stand = openStand();
  try {
    const { origin } = await stand.raw((socket) => socket.end());
    const attack = { argv: ['discover', `${origin}/mcp`, '--format', 'json'] };
    const { peakBytes } = await startProgram(attack, await makePlaces(root), 30_000);
    return peakBytes;
  } finally {
    await stand.close();
    await rm(root, { recursive: true, force: true });
  }
}

/** Removes what the runs of this process shared. */
export async function forgetCompiled(): Promise<void> {
  if (cacheFolder !== undefined) await rm(await cacheFolder, { recursive: true, force: true });
  cacheFolder = undefined;
}
