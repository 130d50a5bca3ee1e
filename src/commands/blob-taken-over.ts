import { EXIT_CODES } from '../errors.ts';
import type { BlobHeader } from '../reporters/blob.ts';
import type { TargetReport } from '../types.ts';
import { isWorthARetry } from '../verdicts.ts';

/**
 * What an earlier run of the same shard finished, as its blob tells: targets that another attempt would find as they
 * are. Also of a blob without its end. None, when there is no blob at that place, when it is of another
 * configuration, shard or version, or when it was changed after it was written.
 */
export async function finishedIn(
  file: string,
  { configDigest, shard, tool }: Pick<BlobHeader, 'configDigest' | 'shard' | 'tool'>,
): Promise<readonly TargetReport[]> {
  const { readBlob } = await import('./merge/read-blob.ts');
  const blob = await readBlob(file, file);
  if (!('header' in blob) || blob.fault?.code === 'report.shard_changed') return [];
  const { header } = blob;
  const isSame =
    header.configDigest === configDigest &&
    header.tool.version === tool.version &&
    header.shard.index === shard.index &&
    header.shard.total === shard.total;
  return isSame ? [...blob.targets.values()].filter(isFinal) : [];
}

/** A bug of ours is worth another attempt, too. */
function isFinal(report: TargetReport): boolean {
  return !isWorthARetry(report) && report.exitCode !== EXIT_CODES.internal;
}
