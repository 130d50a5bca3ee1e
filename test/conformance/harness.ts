import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const HOME = fileURLToPath(new URL('./harness/', import.meta.url));
/** The official suite as its package lies on the disk. */
export const PACKAGE = path.join(HOME, 'node_modules/@modelcontextprotocol/conformance');
const INSTALL_MS = 300_000;

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** It did not end by itself. */
  readonly late: boolean;
}

/** The one version that the lockfile of `harness/` pins. */
export function pinnedVersion(): string {
  return versionIn(path.join(HOME, 'package-lock.json'), (lock) => lock.packages[`node_modules/${NAME}`]);
}

const NAME = '@modelcontextprotocol/conformance';

/**
 * Installs the suite as its lockfile says, unless that version is there.
 * @throws Error with npm's words
 */
export async function installHarness(): Promise<void> {
  const file = path.join(PACKAGE, 'package.json');
  if (existsSync(file) && versionIn(file, (manifest) => manifest) === pinnedVersion()) return;
  const npm = await bounded('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: HOME,
    env: process.env,
    timeoutMs: INSTALL_MS,
  });
  if (npm.code !== 0) throw new Error(`The conformance suite cannot be installed:\n${npm.stderr}`);
}

/** Runs the suite's program. `env` is everything that it and the client under test see. */
export function harness(
  args: readonly string[],
  options: { readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<Ended> {
  const shim = path.join(HOME, 'glob-sync.mjs');
  return bounded(process.execPath, ['--import', shim, path.join(PACKAGE, 'dist/index.js'), ...args], options);
}

/** Groups of processes that must not outlive this one. */
const running = new Set<number>();
process.once('exit', () => running.forEach(killGroup));

function bounded(
  file: string,
  args: readonly string[],
  options: { readonly cwd?: string; readonly env: NodeJS.ProcessEnv; readonly timeoutMs: number },
): Promise<Ended> {
  const { cwd, env, timeoutMs } = options;
  // A group of its own: the suite kills only the shell in which a client runs, and then waits for its pipes.
  const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  const { pid } = child;
  if (pid !== undefined) running.add(pid);
  const end = (): void => {
    if (pid !== undefined) killGroup(pid);
  };
  const text = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
    text.stdout += chunk;
  });
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    text.stderr += chunk;
  });
  return new Promise((resolve, reject) => {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      end();
    }, timeoutMs);
    child.once('error', reject);
    child.once('exit', end);
    child.once('close', (code) => {
      clearTimeout(timer);
      if (pid !== undefined) running.delete(pid);
      resolve({ code, ...text, late });
    });
  });
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // Everybody has gone.
  }
}

interface Manifest {
  readonly version?: string;
}

interface Lock extends Manifest {
  readonly packages: Readonly<Record<string, Manifest>>;
}

function versionIn(file: string, pick: (content: Lock) => Manifest | undefined): string {
  const content = JSON.parse(readFileSync(file, 'utf8')) as Lock;
  const version = pick(content)?.version;
  if (version === undefined) throw new Error(`${file} has no version of ${NAME}`);
  return version;
}
