import { EXIT_CODES } from '../../errors.ts';
import type { Report } from '../../types.ts';
import { exitCode, summarise, worst } from '../../verdicts.ts';
import type { Judged } from './judge-blobs.ts';

/**
 * The report that one run over all targets would have given, apart from timings: it began with the first shard and
 * ended with the last one. A set with problems, or a shard that was interrupted, leaves it incomplete. Pure.
 * @param now milliseconds since the epoch: when it began, if there is no blob
 */
export function mergedReport(
  { blobs, targets, problems }: Judged,
  version: string,
  runId: string,
  now: number,
): Report {
  const starts = blobs.map(({ header }) => Date.parse(header.startedAt));
  const ends = blobs.map(({ header, footer }) => Date.parse(header.startedAt) + (footer?.durationMs ?? 0));
  const first = starts.reduce((one, other) => Math.min(one, other), starts[0] ?? now);
  const last = ends.reduce((one, other) => Math.max(one, other), first);
  const incomplete = problems.length > 0 || blobs.some(wasInterrupted);
  return {
    schemaVersion: 1,
    tool: { name: 'mcp-authcheck', version },
    runId,
    startedAt: new Date(first).toISOString(),
    durationMs: Math.round(last - first),
    verdict: incomplete ? 'incomplete' : worst(targets.map(({ verdict }) => verdict)),
    exitCode: incomplete ? EXIT_CODES.incomplete : exitCode(targets.map((target) => target.exitCode)),
    summary: summarise(targets.flatMap(({ results }) => results)),
    targets,
  };
}

/** Its own targets do not say why it was incomplete. */
function wasInterrupted({ footer, targets }: Judged['blobs'][number]): boolean {
  return (
    footer?.verdict === 'incomplete' &&
    worst([...targets.values()].map(({ verdict }) => verdict)) !== 'incomplete'
  );
}
