import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Expression } from './expressions.ts';

/** What recheck says of an expression. */
export interface Opinion {
  readonly source: string;
  readonly flags: string;
  readonly status: 'safe' | 'vulnerable' | 'unknown';
  /** `polynomial 2`, `exponential`, `timeout`. */
  readonly kind: string;
  /** Milliseconds that recheck took. */
  readonly ms: number;
  /** The text that takes longest. */
  readonly attack?: string;
  /** Milliseconds that the text really takes. */
  readonly cpuMs?: number;
}

const HOME = fileURLToPath(new URL('./harness/', import.meta.url));
/** Opinions of earlier runs go with the installation that they are of. */
const KEPT = path.join(HOME, 'node_modules/.opinions.json');
const EXAMINE_MS = 30 * 60_000;

export function isInstalled(): boolean {
  return existsSync(path.join(HOME, 'node_modules/recheck/package.json'));
}

/**
 * What recheck says of each, asked of as many processes as there are processors.
 * @throws Error when one of them ends early
 */
export async function examined(expressions: readonly Expression[]): Promise<readonly Opinion[]> {
  const known = await keptOpinions();
  const asked = expressions.filter((one) => !known.has(nameOf(one)));
  const count = Math.min(availableParallelism(), 4);
  const shares = Array.from({ length: count }, (_, share) =>
    asked.filter((_expression, index) => index % count === share),
  );
  const opinions = (await Promise.all(shares.filter(({ length }) => length > 0).map(ask))).flat();
  for (const opinion of opinions) known.set(nameOf(opinion), opinion);
  const all = expressions.map((one) => known.get(nameOf(one)));
  await mkdir(path.dirname(KEPT), { recursive: true });
  await writeFile(KEPT, JSON.stringify([...known.values()]));
  return all.filter((opinion) => opinion !== undefined);
}

/** `/a+/u` */
export function nameOf({ source, flags }: Pick<Expression, 'source' | 'flags'>): string {
  return `/${source}/${flags}`;
}

async function keptOpinions(): Promise<Map<string, Opinion>> {
  const text = await readFile(KEPT, 'utf8').catch(() => '[]');
  return new Map((JSON.parse(text) as readonly Opinion[]).map((opinion) => [nameOf(opinion), opinion]));
}

async function ask(expressions: readonly Expression[]): Promise<readonly Opinion[]> {
  const program = path.join(HOME, 'examine.mjs');
  const child = spawn(process.execPath, [program], { stdio: ['pipe', 'pipe', 'inherit'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), EXAMINE_MS);
  const ended = new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  child.stdin.end(JSON.stringify(expressions.map(({ source, flags }) => ({ source, flags }))));
  const opinions: Opinion[] = [];
  for await (const line of createInterface({ input: child.stdout }))
    opinions.push(JSON.parse(line) as Opinion);
  await ended;
  clearTimeout(timer);
  if (opinions.length < expressions.length) throw new Error(`${program} ended with ${child.exitCode}`);
  return opinions;
}
