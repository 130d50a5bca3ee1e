import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { CLI } from '../support/run-cli.ts';
import type { Attack, Outcome } from './row.ts';

const PEAK = fileURLToPath(new URL('../../bench/peak-memory.mjs', import.meta.url));

/** Folders of one run of the program. */
export interface Places {
  readonly home: string;
  readonly tmp: string;
  readonly work: string;
  /** Compiled code, which all runs share: it is no trace of any one of them. */
  readonly cache: string;
}

export type Ended = Pick<Outcome, 'code' | 'stdout' | 'stderr' | 'durationMs' | 'peakBytes'>;

/** Runs the built program to its end, or kills it after this time. Nothing of the developer's environment is in its own. */
export async function startProgram(attack: Attack, places: Places, killAfterMs: number): Promise<Ended> {
  const [command = '', ...words] = [
    ...(attack.via ?? []),
    process.execPath,
    '--import',
    PEAK,
    CLI,
    ...attack.argv,
  ];
  const begun = performance.now();
  const child = spawn(command, words, {
    cwd: places.work,
    env: environment(attack, places),
    stdio: ['pipe', 'pipe', 'pipe', 'pipe'],
  });
  child.stdin.on('error', () => undefined);
  child.stdin.end(attack.stdin ?? '');
  const texts = [child.stdout, child.stderr, child.stdio[3]].map((stream) => {
    const chunks: Buffer[] = [];
    stream?.on('error', () => undefined);
    stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
    return () => Buffer.concat(chunks).toString('utf8');
  });
  attack.started?.(child);
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), killAfterMs);
    child.once('error', reject);
    child.once('close', (code) => {
      clearTimeout(timer);
      const [stdout = '', stderr = '', peak = ''] = texts.map((text) => text());
      const durationMs = Math.round(performance.now() - begun);
      resolve({ code, stdout, stderr, durationMs, peakBytes: Number(peak) });
    });
  });
}

function environment({ env }: Attack, { home, tmp, cache }: Places): Record<string, string> {
  const all = {
    PATH: process.env.PATH ?? '',
    LANG: 'C.UTF-8',
    HOME: home,
    TMPDIR: tmp,
    XDG_CACHE_HOME: cache,
    ...env,
  };
  const set = Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined);
  return Object.fromEntries(set);
}
