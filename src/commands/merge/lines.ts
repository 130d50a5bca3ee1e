import { createReadStream } from 'node:fs';

/** Bounds of what is read: no shard comes near them. */
export const LIMITS = {
  /** Bytes of one line: a target with every exchange traced. */
  lineBytes: 64 * 1024 * 1024,
  /** Bytes of one file. */
  fileBytes: 4 * 1024 * 1024 * 1024,
  /** Lines of one file. */
  lines: 200_000,
} as const;

export interface Line {
  readonly bytes: Buffer;
  /** false: the file ends before the line does. */
  readonly whole: boolean;
}

/** Thrown when a file is larger than any blob. */
export class TooLarge extends Error {}

/**
 * The lines of a file with their line breaks, one at a time, so that its size does not matter.
 * @throws TooLarge beyond LIMITS; the error of the file system
 */
export async function* linesOf(file: string): AsyncGenerator<Line> {
  let pieces: Buffer[] = [];
  let held = 0;
  let read = 0;
  let lines = 0;
  for await (const chunk of createReadStream(file, { highWaterMark: 1024 * 1024 })) {
    let rest = chunk as Buffer;
    read += rest.length;
    if (read > LIMITS.fileBytes) throw new TooLarge(`it is longer than ${LIMITS.fileBytes} bytes`);
    for (let end = rest.indexOf(BREAK); end !== -1; end = rest.indexOf(BREAK)) {
      lines += 1;
      if (lines > LIMITS.lines) throw new TooLarge(`it has more than ${LIMITS.lines} lines`);
      yield { bytes: Buffer.concat([...pieces, rest.subarray(0, end + 1)]), whole: true };
      rest = rest.subarray(end + 1);
      pieces = [];
      held = 0;
    }
    held += rest.length;
    if (held > LIMITS.lineBytes) throw new TooLarge(`a line is longer than ${LIMITS.lineBytes} bytes`);
    if (rest.length > 0) pieces.push(rest);
  }
  if (held > 0) yield { bytes: Buffer.concat(pieces), whole: false };
}

const BREAK = 0x0a;
