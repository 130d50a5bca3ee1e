import { spawn } from 'node:child_process';
import path from 'node:path';

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly ms: number;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  /** For node itself, before the program. */
  readonly nodeArgs?: readonly string[];
  readonly stdin?: string;
}

/** Runs the program of a folder to its end; one that does not end is killed and has the code null. */
export function runProgram(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const begun = performance.now();
  const node = [...(options.nodeArgs ?? []), path.join(program, 'cli.js'), ...args];
  const child = spawn(process.execPath, node, { cwd: options.cwd, env: options.env, stdio: 'pipe' });
  child.stdin.on('error', () => undefined);
  child.stdin.end(options.stdin ?? '');
  const text = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (chunk: string) => {
      text[name] += chunk;
    });
  }
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), options.timeoutMs);
    child.once('error', reject);
    child.once('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...text, ms: Math.round(performance.now() - begun) });
    });
  });
}
