import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import type { z } from 'zod';
import type { BlobFooter, BlobHeader } from '../../reporters/blob.ts';
import { quote } from '../../text/quote.ts';
import type { TargetReport } from '../../types.ts';
import { footer, header, target } from './line-schema.ts';
import { type Line, linesOf, TooLarge } from './lines.ts';
import { nameOf, type Problem, shown } from './problem.ts';

/** What one shard left behind. */
export interface Blob {
  /** As the user named it. */
  readonly file: string;
  readonly header: BlobHeader;
  /** By position in the header's list. */
  readonly targets: ReadonlyMap<number, TargetReport>;
  /** Absent: the shard did not come to its end, or the file was changed. */
  readonly footer?: BlobFooter;
  /** Why it is not whole. */
  readonly fault?: Problem;
}

/** The first bytes of every blob, of any version. */
const BEGINNING = '{"schema":"mcp-authcheck/blob@';

/**
 * Reads a blob as what it is: a file that anybody may have written. Keeps what is sound up to the first line that is
 * not. Never throws for what is in the file.
 * @param file absolute path
 * @param name how the user knows it
 */
export async function readBlob(file: string, name: string): Promise<Blob | Problem> {
  try {
    if (!(await stat(file)).isFile()) return noBlob(name, 'it is no file');
    return await blobIn(linesOf(file), name);
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
    if (error instanceof TooLarge) return noBlob(name, error.message);
    if (code === undefined) throw error;
    return noBlob(name, code === 'ENOENT' ? 'it does not exist' : `it cannot be read (${code})`);
  }
}

/** Whether the line begins a blob, also one of another version. */
export function beginsBlob(start: Buffer): boolean {
  return start.subarray(0, BEGINNING.length).toString('latin1') === BEGINNING;
}

async function blobIn(lines: AsyncGenerator<Line>, file: string): Promise<Blob | Problem> {
  const hash = createHash('sha256');
  const targets = new Map<number, TargetReport>();
  let head: BlobHeader | undefined;
  let end: BlobFooter | undefined;
  let number = 0;
  for await (const { bytes, whole } of lines) {
    number += 1;
    if (head === undefined) {
      if (!beginsBlob(bytes)) return noBlob(file, 'it does not begin like one');
      const read = parsed(bytes, header);
      if ('wrong' in read)
        return noBlob(file, `its first line is not what this version writes: ${read.wrong}`);
      head = read.value;
      hash.update(bytes);
      continue;
    }
    if (!whole) break;
    const blob = { file, header: head, targets };
    if (end !== undefined) return { ...blob, fault: changed(blob, `line ${number} follows the last one`) };
    if (isFooter(bytes)) {
      const read = parsed(bytes, footer);
      if ('wrong' in read) return { ...blob, fault: changed(blob, `line ${number}: ${read.wrong}`) };
      const wrong = disagreement(read.value, hash.copy().digest('hex'), number - 2);
      if (wrong !== undefined) return { ...blob, fault: changed(blob, wrong) };
      end = read.value;
      continue;
    }
    hash.update(bytes);
    const read = parsed(bytes, target);
    if ('wrong' in read) return { ...blob, fault: changed(blob, `line ${number}: ${read.wrong}`) };
    const { position, report } = read.value;
    if (head.targets[position] !== report.name) {
      const wrong = `line ${number}: its target is not the one that the first line names at ${position}`;
      return { ...blob, fault: changed(blob, wrong) };
    }
    targets.set(position, report);
  }
  if (head === undefined) return noBlob(file, 'it is empty');
  const blob = { file, header: head, targets };
  return end === undefined ? { ...blob, fault: truncated(blob) } : { ...blob, footer: end };
}

/** Our own footers begin so; what only looks like one is judged like one. */
function isFooter(bytes: Buffer): boolean {
  return bytes.subarray(0, 16).toString('latin1').startsWith('{"type":"footer"');
}

function disagreement(end: BlobFooter, checksum: string, lines: number): string | undefined {
  if (end.lines !== lines) return `${end.lines} targets were written, ${lines} are there`;
  return end.checksum === checksum ? undefined : 'its checksum does not fit';
}

/** The value itself, not zod's copy: members keep their order, and free ones stay as they were. */
function parsed<T>(bytes: Buffer, schema: z.ZodType<T>): { readonly value: T } | { readonly wrong: string } {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    return { wrong: 'not JSON' };
  }
  const result = schema.safeParse(value);
  if (result.success) return { value: value as T };
  const [issue] = result.error.issues;
  const where =
    issue === undefined || issue.path.length === 0 ? '' : ` at ${quote(issue.path.join('.'), 60)}`;
  return { wrong: `${quote(issue?.message ?? 'not as expected', 100)}${where}` };
}

function noBlob(file: string, why: string): Problem {
  return {
    code: 'report.not_a_blob',
    message: `${shown(file)} is no blob report of this version: ${why}.`,
    hint: 'Give the files that verify --report blob=FILE wrote, or the folder they are in.',
  };
}

function changed({ file, header: { shard } }: Pick<Blob, 'file' | 'header'>, how: string): Problem {
  return {
    code: 'report.shard_changed',
    message: `The blob of ${nameOf(shard, file)} was changed after it was written: ${how}.`,
    hint: `Run shard ${shard.index} again and merge what it writes, as it is.`,
  };
}

function truncated({ file, header: { shard }, targets }: Omit<Blob, 'footer' | 'fault'>): Problem {
  const part = shard.total === 1 ? '' : `--shard ${shard.index}/${shard.total} `;
  return {
    code: 'report.shard_truncated',
    message: `The blob of ${nameOf(shard, file)} ends before its shard did: only ${targets.size} of its targets are in it.`,
    hint: `Run it again with ${part}--retry-incomplete: what it finished is taken over.`,
  };
}
