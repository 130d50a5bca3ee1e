import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { forkRun } from './fork.ts';
import type { Inputs } from './inputs.ts';
import type { SecretReader } from './secret-source.ts';
import { quoted } from './text.ts';

/** How long a command may take, in milliseconds. */
const TIMEOUT_MS = 30_000;

/** Most that a command may print, in bytes: a secret, token or PEM. */
const LONGEST_OUTPUT = 65_536;

/** Targets that name the same command within so many milliseconds share what it printed. */
const SHARED_MS = 30_000;

/**
 * What the command prints: a program and its arguments, run without a shell, in the folder of the file that
 * names it and without our environment, at most 30 seconds and 64 KiB. What it writes to stderr is not shown.
 * @throws UsageError `config.command_not_allowed`, `credential.command_failed`
 */
export async function secretCommand(
  command: readonly string[],
  { inputs, base }: Pick<SecretReader, 'inputs' | 'base'>,
  where: string,
): Promise<string> {
  const key = JSON.stringify([base, ...command]);
  const kept = shared.get(inputs) ?? new Map<string, Run>();
  shared.set(inputs, kept);
  const earlier = kept.get(key);
  if (earlier !== undefined && performance.now() - earlier.startedAt < SHARED_MS) return await earlier.output;
  await refuseUnlessAllowed(command, inputs, where);
  const output = run(command, inputs.environment, base, where);
  kept.set(key, { startedAt: performance.now(), output });
  return await output;
}

/** Whether the user said, outside the file, that its commands may run. */
export function commandsAllowed({ flags, environment }: Pick<Inputs, 'flags' | 'environment'>): boolean {
  return flags.allowCommands === true || environment.MCP_AUTHCHECK_ALLOW_COMMANDS === '1';
}

interface Run {
  readonly startedAt: number;
  readonly output: Promise<string>;
}

const shared = new WeakMap<Inputs, Map<string, Run>>();

async function refuseUnlessAllowed(
  [program = '']: readonly string[],
  inputs: Inputs,
  where: string,
): Promise<void> {
  const fork = await forkRun(inputs.environment);
  if (fork !== undefined) {
    throw new UsageError(
      'config.command_not_allowed',
      `${where}: the command ${quoted(program)} was not run: ${fork}.`,
      {
        hint: 'Whoever opened the pull request may have written the command. On forks use { env: NAME } or { file: PATH }, or leave this run out.',
      },
    );
  }
  if (commandsAllowed(inputs)) return;
  throw new UsageError(
    'config.command_not_allowed',
    `${where}: the command ${quoted(program)} was not run: a configuration file runs nothing unless you allow it.`,
    {
      hint: 'Look at the command; if it may run, give --allow-commands or set MCP_AUTHCHECK_ALLOW_COMMANDS=1.',
    },
  );
}

function run(
  [program = '', ...rest]: readonly string[],
  environment: Inputs['environment'],
  base: string,
  where: string,
): Promise<string> {
  const file = /[\\/]/.test(program) ? resolve(base, program) : program;
  return new Promise((fulfil, reject) => {
    const child = execFile(
      file,
      rest,
      {
        cwd: base,
        env: minimal(environment),
        encoding: 'buffer',
        timeout: TIMEOUT_MS,
        killSignal: 'SIGKILL',
        maxBuffer: LONGEST_OUTPUT,
        windowsHide: true,
      },
      (error, stdout) => {
        const problem = error === null ? undefined : problemOf(error, child.killed);
        const text = problem === undefined ? decoded(stdout) : undefined;
        if (text !== undefined) return fulfil(text);
        reject(
          new UsageError(
            'credential.command_failed',
            `${where}: the command ${quoted(program)} ${problem ?? 'printed what is not UTF-8 text'}.`,
            { hint: HINT },
          ),
        );
      },
    );
    child.stdin?.end();
  });
}

const HINT =
  'Run it by hand in the folder of the file: what it says on stderr is not shown here. It gets PATH, HOME and little else; more is handed over with { command: [env, NAME=value, PROGRAM, ARG] }.';

function problemOf(error: Error & { readonly code?: unknown }, killed: boolean): string {
  if (error.code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return `printed more than ${LONGEST_OUTPUT} bytes`;
  if (error.code === 'ENOENT') return 'was not found, neither as a file nor on PATH';
  if (error.code === 'EACCES') return 'may not be run by this user';
  if (typeof error.code === 'number') return `ended with exit code ${error.code}`;
  if (killed) return `was not done after ${TIMEOUT_MS / 1000} seconds`;
  return typeof error.code === 'string' ? `cannot be run (${error.code})` : 'was ended by a signal';
}

function decoded(bytes: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** What a program needs to find itself, its user's settings and its keyring; none of our secrets is among it. */
function minimal(environment: Inputs['environment']): Record<string, string> {
  return Object.fromEntries(
    HANDED_ON.flatMap((name) => {
      const value = environment[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}

const HANDED_ON: readonly string[] = [
  'PATH',
  'HOME',
  'USER',
  'LOGNAME',
  'LANG',
  'LC_ALL',
  'TZ',
  'TMPDIR',
  'XDG_CONFIG_HOME',
  'XDG_DATA_HOME',
  'XDG_CACHE_HOME',
  'XDG_RUNTIME_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
  // Windows, where names of variables have no case: the process's own spelling.
  'Path',
  'PATHEXT',
  'SystemRoot',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'TEMP',
  'TMP',
];
