import { Command, CommanderError } from 'commander';
import { AuthcheckError, EXIT_CODES, UsageError } from '../errors.ts';
import { VERSION } from '../version.ts';
import { formatHelp } from './help-format.ts';
import { commands } from './index.ts';
import type { Io } from './io.ts';
import { processIo } from './process-io.ts';
import { reportFailure } from './report-failure.ts';

/** Runs the program with these arguments and returns its exit code. Never throws. */
export async function main(argv: readonly string[], given?: Io): Promise<number> {
  return given === undefined ? await asProcess(argv) : await withIo(argv, given);
}

async function asProcess(argv: readonly string[]): Promise<number> {
  const signals = onSignals();
  const { io, lost } = processIo(signals.signal);
  const exit = await withIo(argv, io).finally(signals.dispose);
  // What became of the last lines is told a turn later.
  await new Promise(setImmediate);
  const failure = lost();
  if (signals.exit() !== undefined || failure === undefined) return signals.exit() ?? exit;
  reportFailure(failure, wantsJson(argv), io);
  return MORE_URGENT.includes(exit) ? exit : failure.exit;
}

/** What is said of the run goes before what became of its output. */
const MORE_URGENT: readonly number[] = [EXIT_CODES.internal, EXIT_CODES.usage];

async function withIo(argv: readonly string[], io: Io): Promise<number> {
  let exit = 0;
  const program = createProgram(io, (code) => {
    exit = code;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    exit = failureCode(error, argv, io);
  }
  return exit;
}

function createProgram(io: Io, done: (exit: number) => void): Command {
  const program = new Command('mcp-authcheck')
    .description('Does the OAuth protection of an MCP server really work, and if not, why?')
    .version(VERSION, '-V, --version')
    .showSuggestionAfterError(true)
    .exitOverride()
    .configureOutput({ writeOut: io.out, writeErr: () => undefined })
    .configureHelp({ formatHelp })
    .addHelpText('after', EXAMPLES);
  for (const define of commands) {
    const command = define(io, done);
    command
      .exitOverride()
      .configureHelp({ formatHelp })
      .configureOutput({ writeOut: io.out, writeErr: () => undefined });
    program.addCommand(command);
  }
  return program;
}

function failureCode(error: unknown, argv: readonly string[], io: Io): number {
  if (error instanceof CommanderError && error.exitCode === 0) return 0;
  const failure =
    error instanceof CommanderError
      ? error.code === 'commander.help'
        ? new UsageError('usage.no_command', 'Expected a command.', {
            hint: 'mcp-authcheck --help lists them.',
          })
        : new UsageError('usage.arguments', sentence(error.message), {
            hint: `mcp-authcheck ${error.code === 'commander.unknownCommand' ? '' : named(argv)}--help`,
          })
      : error;
  reportFailure(failure, wantsJson(argv), io);
  return failure instanceof AuthcheckError ? failure.exit : EXIT_CODES.internal;
}

/** Commander echoes an unknown option with its value, which may be a secret: only the name is kept. */
function sentence(message: string): string {
  const text = message
    .replace(/^error: /, '')
    .replace(/(?<!\s)\s*\n\s*/g, ' ')
    .replace(/(?<![\w-])(--[\w-]+)=[^'\s]*/g, '$1');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') || text.endsWith(')') ? '' : '.'}`;
}

function named(argv: readonly string[]): string {
  const [first] = argv;
  return first === undefined || first.startsWith('-') ? '' : `${first} `;
}

function wantsJson(argv: readonly string[]): boolean {
  return argv.some(
    (word, index) =>
      /^--format=jsonl?$/.test(word) || (word === '--format' && /^jsonl?$/.test(argv[index + 1] ?? '')),
  );
}

interface Signals {
  readonly signal: AbortSignal;
  /** 130 or 143 when a signal came; else undefined. */
  readonly exit: () => number | undefined;
  readonly dispose: () => void;
}

function onSignals(): Signals {
  const controller = new AbortController();
  let code: number | undefined;
  const handle = (name: 'SIGINT' | 'SIGTERM'): void => {
    const next = name === 'SIGINT' ? 130 : 143;
    if (code !== undefined) process.exit(next);
    code = next;
    controller.abort();
  };
  process.on('SIGINT', handle);
  process.on('SIGTERM', handle);
  return {
    signal: controller.signal,
    exit: () => code,
    dispose: () => {
      process.off('SIGINT', handle);
      process.off('SIGTERM', handle);
    },
  };
}

const EXAMPLES = `Examples:
  mcp-authcheck demo
  mcp-authcheck verify https://calculator.example.com/mcp --tenant $TENANT_ID --audience $OAUTH_AUDIENCE`;
