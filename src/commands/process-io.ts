import { UsageError } from '../errors.ts';
import { createVault } from '../http/vault.ts';
import type { Io } from './io.ts';

const STDIN_LIMIT = 1024 * 1024;

/** The process as commands see it. Signals abort `signal` once; a second one ends the process at once. */
export function processIo(signal: AbortSignal): Io {
  const vault = createVault();
  const environment = process.env;
  for (const secret of secretsIn(environment)) vault.keep(secret);
  for (const stream of [process.stdout, process.stderr]) stream.on('error', endQuietly);
  return {
    vault,
    out: (text) => writeInParts(vault.redact(text)),
    reveal: (secret) => process.stdout.write(`${secret.reveal()}\n`),
    err: (text) => process.stderr.write(vault.redact(text)),
    showUrl: (url) => process.stderr.write(`\n  ${url}\n\n`),
    environment,
    cwd: process.cwd(),
    readStdin,
    stdoutIsTerminal: process.stdout.isTTY === true,
    stderrIsTerminal: process.stderr.isTTY === true,
    width: process.stdout.columns ?? 100,
    now: Date.now,
    signal,
    personPresent: !isSet(environment.CI) && process.stderr.isTTY === true,
  };
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
function writeInParts(text: string): void {
  for (const part of text.match(PARTS) ?? []) process.stdout.write(part);
}

/** By whole characters: half a surrogate pair cannot be encoded. */
const PARTS = /[\s\S]{1,65536}/gu;

/** Whoever read our output has gone (`| head`): there is nothing left to do and nobody to tell. */
function endQuietly(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
}

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
