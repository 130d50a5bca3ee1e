import { spawn } from 'node:child_process';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';

export const isRoot = process.geteuid?.() === 0;
/** "nobody" on Debian and most others. */
export const NOBODY = 65_534;

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Writers {
  /** A folder of this test, open to every user to pass through. */
  readonly root: string;
  readonly program: string;
  /** `node [flags] store-writer ARGS`, or that behind a command of its own. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<Ended>;
  readonly remove: () => Promise<void>;
}

export interface RunOptions {
  readonly flags?: readonly string[];
  /** Put before `node`: a shell that sets limits, for instance. */
  readonly behind?: readonly string[];
  readonly uid?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The token store in processes of their own. */
export async function storeWriters(): Promise<Writers> {
  const root = await mkdtemp(path.join(tmpdir(), 'store-'));
  await chmod(root, 0o755);
  const program = path.join(root, 'store-writer.mjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'store-writer.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
  });
  return {
    root,
    program,
    run: (args, { flags = [], behind = [], uid, env = {} } = {}) => {
      const [command = '', ...rest] = [...behind, process.execPath, ...flags, program, ...args];
      return ended(command, rest, { ...(uid === undefined ? {} : { uid, gid: uid }), env });
    },
    remove: () => rm(root, { recursive: true, force: true }),
  };
}

function ended(
  command: string,
  args: readonly string[],
  options: { readonly uid?: number; readonly gid?: number; readonly env: Readonly<Record<string, string>> },
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const { env, ...ids } = options;
    const child = spawn(command, args, {
      ...ids,
      env: { PATH: process.env.PATH ?? '', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 30_000,
      killSignal: 'SIGKILL',
    });
    const text = { stdout: '', stderr: '' };
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (chunk: string) => {
        text[name] += chunk;
      });
    }
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal, ...text }));
  });
}
