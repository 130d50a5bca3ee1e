import { randomUUID } from 'node:crypto';
import { RunError } from '../errors.ts';
import { renderResultLine } from '../reporters/index.ts';
import { VERSION } from '../version.ts';
import { tellCi } from './ci-notes.ts';
import { type Io, styleOf } from './io.ts';
import { blobsIn } from './merge/blobs-in.ts';
import { judgeBlobs } from './merge/judge-blobs.ts';
import { mergedReport } from './merge/merged-report.ts';
import type { Problem } from './merge/problem.ts';
import type { MergeFlags } from './merge.ts';
import { rendered } from './rendered.ts';
import { reportFiles } from './report-files.ts';
import { reportFormat } from './report-format.ts';
import { withSmallHeap } from './small-heap.ts';
import { wholeNumber } from './verify.ts';

/** So many problems are told one by one. */
const MOST_PROBLEMS = 10;
const MOST_SHARDS = 10_000;

/**
 * Prints the report of all shards and returns the exit code that one run over all targets would have had.
 * @throws UsageError for wrong flags; RunError `report.*` (exit 9) when the set of blobs is not whole, after the
 * report of what there is was printed and written
 */
export async function merge(io: Io, flags: MergeFlags, paths: readonly string[]): Promise<number> {
  const format = reportFormat(flags.format);
  const expected =
    flags.expect === undefined ? undefined : wholeNumber('--expect', flags.expect, 1, MOST_SHARDS);
  const files = await reportFiles(flags.report ?? [], io);
  return await withSmallHeap(async () => {
    const found = await blobsIn(paths, io.cwd);
    const judged = judgeBlobs(found.blobs, expected, VERSION);
    const problems = [...found.problems, ...judged.problems];
    const report = mergedReport({ ...judged, problems }, VERSION, randomUUID(), io.now());
    if (format.name === 'jsonl') {
      for (const { name, results } of report.targets) {
        for (const result of results) io.out(renderResultLine(result, name));
      }
    }
    io.out(rendered(format, report, io.vault, styleOf(io)));
    const unwritten = await files.write(report).then(
      () => undefined,
      (error: unknown) => error,
    );
    await tellCi(io, report, flags);
    const [first] = problems;
    if (first !== undefined) throw incomplete(first, problems, unwritten);
    if (unwritten !== undefined) throw unwritten;
    return report.exitCode;
  });
}

function incomplete(first: Problem, problems: readonly Problem[], unwritten: unknown): RunError {
  const lines = problems.slice(0, MOST_PROBLEMS).map(({ message }) => message);
  if (problems.length > MOST_PROBLEMS) lines.push(`… and ${problems.length - MOST_PROBLEMS} more`);
  if (unwritten instanceof Error) lines.push(unwritten.message);
  return new RunError(first.code, lines.join('\n'), { hint: first.hint });
}
