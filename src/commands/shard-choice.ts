import type { Target } from '../types.ts';
import type { Io } from './io.ts';
import { inShard, type Shard, shardOf } from './shard.ts';

/** The part of a run's targets that this process is for. */
export interface Part {
  readonly all: readonly Target[];
  readonly targets: readonly Target[];
  readonly shard: Shard;
}

/**
 * Splits the targets as `--shard` says. The CI system's own word is taken where there are several targets and a
 * blob is written, which tells `merge` of all of them; it is said on stderr.
 * @throws UsageError `usage.shard`
 */
export function chosenShard(
  io: Io,
  flags: { readonly shard?: string; readonly report?: readonly string[] },
  all: readonly Target[],
): Part {
  const isSplit = all.length > 1 && flags.report?.some((text) => text.startsWith('blob=')) === true;
  const found = flags.shard === undefined && !isSplit ? undefined : shardOf(flags.shard, io.environment);
  if (found === undefined) return { all, targets: all, shard: { index: 1, total: 1 } };
  const { index, total, from } = found;
  const targets = all.filter(({ name }) => inShard(name, found));
  const names = `${targets.length} of ${all.length} ${all.length === 1 ? 'target' : 'targets'}`;
  io.err(`Shard ${index} of ${total} (${from}): ${names}.\n`);
  return { all, targets, shard: { index, total } };
}
