import { createHash } from 'node:crypto';
import { appendFile } from 'node:fs/promises';
import { type BlobFooter, type BlobHeader, type BlobTarget, blobLine } from '../reporters/blob.ts';
import type { Report, TargetReport } from '../types.ts';
import { replaceFile } from './replace-file.ts';

/** A blob that is being written. */
export interface BlobFile {
  /** Appends a target at once; returns before it is on the disk. What goes wrong is kept for `finish`. */
  readonly add: (report: TargetReport) => void;
  /**
   * Appends what was not added yet, and the last line, which makes the blob whole.
   * @throws the first error of the file system since `openBlob`
   */
  readonly finish: (report: Report) => Promise<void>;
}

/**
 * Begins a blob: its header and the targets that an earlier run finished take the place of what was there in one
 * step. Whenever the process is killed, the file holds what was finished until then.
 * @param redact cleans each line before it is written and counted into the checksum
 * @param failed called once, with the first error, after which nothing more is written
 * @throws the error of the file system when not even the header can be written
 */
export async function openBlob(
  file: string,
  header: BlobHeader,
  taken: readonly TargetReport[],
  redact: (text: string) => string,
  failed: (error: unknown) => void,
): Promise<BlobFile> {
  const positions = new Map(header.targets.map((name, position) => [name, position]));
  const hash = createHash('sha256');
  const added = new Set<string>();
  let lines = 0;
  const lineOf = (line: BlobHeader | BlobTarget | BlobFooter): string => {
    const text = redact(blobLine(line));
    hash.update(text);
    return text;
  };
  const targetLine = (report: TargetReport): string => {
    const position = positions.get(report.name);
    if (position === undefined) throw new Error(`the header does not name ${report.name}`);
    added.add(report.name);
    lines += 1;
    return lineOf({ type: 'target', position, report });
  };

  await replaceFile(file, [lineOf(header), ...taken.map(targetLine)].join(''));
  const queue = inTurn((text) => appendFile(file, text), failed);
  const add = (report: TargetReport): void => queue.push(targetLine(report));
  return {
    add,
    finish: async (report) => {
      for (const target of report.targets) if (!added.has(target.name)) add(target);
      const { verdict, exitCode, summary, durationMs } = report;
      const end = { verdict, exitCode, summary, durationMs, lines };
      queue.push(lineOf({ type: 'footer', ...end, checksum: hash.copy().digest('hex') }));
      await queue.done();
    },
  };
}

interface Queue {
  readonly push: (text: string) => void;
  /** @throws the first error */
  readonly done: () => Promise<void>;
}

/** Writes one text after the other, none after one that failed: half a line is only ever the last one. */
function inTurn(write: (text: string) => Promise<void>, failed: (error: unknown) => void): Queue {
  let problem: { readonly error: unknown } | undefined;
  let last = Promise.resolve();
  return {
    push: (text) => {
      last = last.then(async () => {
        if (problem !== undefined) return;
        try {
          await write(text);
        } catch (error) {
          problem = { error };
          failed(error);
        }
      });
    },
    done: async () => {
      await last;
      if (problem !== undefined) throw problem.error;
    },
  };
}
