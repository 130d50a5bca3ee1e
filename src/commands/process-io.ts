import { UsageError } from '../errors.ts';
import { createVault } from '../http/vault.ts';
import type { Io } from './io.ts';
import { type StandardStreams, standardStreams } from './standard-streams.ts';

const STDIN_LIMIT = 1024 * 1024;

/** The process as commands see it, and what became of its output. `signal` is aborted by SIGINT and SIGTERM. */
export function processIo(signal: AbortSignal): { readonly io: Io; readonly lost: StandardStreams['lost'] } {
  const vault = createVault();
  const environment = process.env;
  for (const secret of secretsIn(environment)) vault.keep(secret);
  const { out, err, outputGone, lost } = standardStreams(process.stdout, process.stderr);
  const io: Io = {
    vault,
    out: (text) => {
      for (const part of inParts(vault.redact(text))) out(part);
    },
    reveal: (secret) => out(`${secret.reveal()}\n`),
    err: (text) => err(vault.redact(text)),
    showUrl: (url) => err(`\n  ${url}\n\n`),
    outputGone,
    environment,
    get cwd() {
      return workingDirectory();
    },
    readStdin,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
    width: process.stdout.columns ?? 100,
    now: Date.now,
    signal,
    personPresent: !isSet(environment.CI) && process.stderr.isTTY === true,
  };
  return { io, lost };
}

/** Asked for when it is needed, so that a folder that somebody has removed is said as everything else is. */
function workingDirectory(): string {
  try {
    return process.cwd();
  } catch (cause) {
    throw new UsageError('usage.folder_gone', 'The working directory is no longer there.', {
      cause,
      hint: 'Change to a folder that is there, and run it again. Nothing was sent.',
    });
  }
}

/** What the environment holds under a secret's name is masked from the first line on, typing errors included. */
function secretsIn(environment: Io['environment']): readonly string[] {
  return Object.entries(environment).flatMap(([name, value = '']) =>
    /(SECRET|PASSWORD|TOKEN|API_?KEY)$/i.test(name) && value.length >= LONG_ENOUGH ? [value] : [],
  );
}

/** Shorter values are words of every day, and masking those would blacken whole reports. */
const LONG_ENOUGH = 12;

/** A report of many targets has megabytes: encoding it whole would need them once more. */
function inParts(text: string): readonly string[] {
  return text.match(PARTS) ?? [];
}

/** By whole characters: half a surrogate pair cannot be encoded. */
const PARTS = /[\s\S]{1,65536}/gu;

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY === true) {
    throw new UsageError('usage.stdin_is_terminal', 'Standard input is a terminal: expected piped text.', {
      hint: 'Pipe it in, for example: command < file',
    });
  }
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    const bytes = Buffer.from(chunk as Uint8Array);
    size += bytes.length;
    if (size > STDIN_LIMIT) {
      throw new UsageError('usage.stdin_too_long', `Standard input is longer than ${STDIN_LIMIT} bytes.`);
    }
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== 'false' && value !== '0';
}
