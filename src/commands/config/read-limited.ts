import { open } from 'node:fs/promises';
import { isAbsolute, resolve } from 'node:path';
import { UsageError } from '../../errors.ts';
import { quoted } from './text.ts';

export interface ReadFileResult {
  readonly text: string;
  /** Permission bits, for instance 0o600. */
  readonly mode: number;
  readonly path: string;
}

export interface ReadLimits {
  /** Code of the UsageError thrown when it cannot be read. */
  readonly code: string;
  readonly where: string;
  readonly maxBytes: number;
}

/**
 * Reads a whole UTF-8 file, without its byte order mark, never more than `maxBytes`.
 * @throws UsageError `<code>` when it is missing, a directory, unreadable, too long or not UTF-8.
 */
export async function readLimited(path: string, base: string, limits: ReadLimits): Promise<ReadFileResult> {
  const full = isAbsolute(path) ? path : resolve(base, path);
  const refuse = (problem: string, cause?: unknown): UsageError =>
    new UsageError(limits.code, `${limits.where}: ${quoted(path)} ${problem}`, {
      hint: `Looked at ${full}.`,
      ...(cause === undefined ? {} : { cause }),
    });
  try {
    const file = await open(full, 'r');
    try {
      const info = await file.stat();
      if (info.isDirectory()) throw refuse('is a directory.');
      const buffer = Buffer.alloc(limits.maxBytes + 1);
      const bytes = await fill(file, buffer);
      if (bytes > limits.maxBytes) throw refuse(`is longer than ${limits.maxBytes} bytes.`);
      return { text: decode(buffer.subarray(0, bytes), refuse), mode: info.mode & 0o777, path: full };
    } finally {
      await file.close();
    }
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw refuse(reasonOf(error), error);
  }
}

async function fill(file: Awaited<ReturnType<typeof open>>, buffer: Buffer): Promise<number> {
  let filled = 0;
  while (filled < buffer.length) {
    const { bytesRead } = await file.read(buffer, filled, buffer.length - filled);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}

function decode(bytes: Buffer, refuse: (problem: string) => UsageError): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw refuse('is not UTF-8 text.');
  }
}

function reasonOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
  const words: Readonly<Record<string, string>> = {
    ENOENT: 'does not exist.',
    EACCES: 'may not be read by this user.',
    EPERM: 'may not be read by this user.',
    EISDIR: 'is a directory.',
    ENOTDIR: 'has a part that is no directory.',
  };
  return words[code] ?? `cannot be read (${code}).`;
}
