import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UsageError } from '../errors.ts';
import type { Secret } from '../secret.ts';
import { findToken, type PastedProblem } from '../token/index.ts';
import type { Io } from './io.ts';

/** Answers of token endpoints are smaller by far. */
const MAX_BYTES = 1024 * 1024;

export interface TokenInput {
  readonly token: Secret;
  /** What was repaired on the way. */
  readonly remarks: readonly string[];
}

/**
 * The token in a file or on standard input; nothing of what was read is ever shown.
 * @throws UsageError `usage.*`: what was found in its place
 */
export async function readTokenInput(io: Io, file: string | undefined): Promise<TokenInput> {
  const raw = file === undefined || file === '-' ? await io.readStdin() : await contents(io, file);
  // All of it is masked from here on, whatever it turns out to be.
  io.vault.keep(raw.trim());
  const found = findToken(raw);
  if ('problem' in found) throw notAToken(found.problem, file);
  return { token: io.vault.keep(found.text), remarks: found.remarks };
}

async function contents(io: Io, file: string): Promise<string> {
  refuseToken(file);
  const full = path.resolve(io.cwd, file);
  try {
    const { size } = await stat(full);
    if (size > MAX_BYTES) {
      throw new UsageError(
        'usage.token_too_long',
        `${file} has ${size} bytes; at most ${MAX_BYTES} are read.`,
        {
          hint: 'Name the file that holds the token alone.',
        },
      );
    }
    const bytes = await readFile(full);
    const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
    return bytes.toString('utf8', isWide ? 2 : 0);
  } catch (cause) {
    if (cause instanceof UsageError) throw cause;
    throw new UsageError('usage.file_unreadable', `${nameOf(file)} cannot be read.`, {
      cause,
      hint: 'Name a file that holds the token, or pipe it in.',
    });
  }
}

function refuseToken(file: string): void {
  if (!/^(?:Bearer\s+)?ey[\w-]+\.[\w-]+|^Bearer\s/i.test(file)) return;
  throw new UsageError(
    'usage.token_in_arguments',
    'A token was given as an argument, where other programs can read it.',
    { hint: 'Pipe it in, or name a file: mcp-authcheck decode < token.txt' },
  );
}

/** What may be a secret that was given in place of a file name is not repeated. */
function nameOf(file: string): string {
  const looksLikePath = file.length < 24 || /[/\\]|\.\w{1,5}$/.test(file);
  return looksLikePath && file.length < 300 ? file : 'What was given as the name of a file';
}

function notAToken({ code, what, hint }: PastedProblem, file: string | undefined): UsageError {
  const where = file === undefined || file === '-' ? 'Standard input' : file;
  const expected = 'expected one token, a word of letters, digits and -._~+/=';
  return new UsageError(code, `${where} holds ${what}; ${expected}.`, { hint });
}
