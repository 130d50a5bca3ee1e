import type { TargetReport } from '../../types.ts';
import { inShard } from '../shard.ts';
import { listed, nameOf, type Problem } from './problem.ts';
import type { Blob } from './read-blob.ts';

export interface Judged {
  /** The shards that belong together, one blob each, by index. */
  readonly blobs: readonly Blob[];
  /** Their targets, in the order of the configuration. */
  readonly targets: readonly TargetReport[];
  /** None: the set is complete. */
  readonly problems: readonly Problem[];
}

/**
 * Whether blobs are all parts of one run, each of them there once and whole. Pure.
 * @param expected how many shards there must be; undefined: as many as the blobs say
 * @param version of this program: another one may judge otherwise and write other lines
 */
export function judgeBlobs(all: readonly Blob[], expected: number | undefined, version: string): Judged {
  const problems: Problem[] = [];
  const current = all.filter(({ header }) => header.tool.version === version);
  for (const blob of all) if (!current.includes(blob)) problems.push(otherVersion(blob, version));
  const alike = largestGroup(current);
  for (const blob of current) if (!alike.includes(blob)) problems.push(otherConfiguration(blob, alike));
  const blobs = oneEach(alike, problems);
  const targets = byPosition(blobs, problems);
  const total = blobs[0]?.header.shard.total;
  if (total !== undefined && expected !== undefined && expected !== total) {
    problems.push({
      code: 'report.shard_total',
      message: `--expect says ${count(expected, 'shard')}, the blobs were written as ${total}.`,
      hint: 'Give --expect and --shard i/n the same number.',
    });
  }
  const names = blobs[0]?.header.targets ?? [];
  const absent = names.filter((_, position) => !targets.has(position));
  problems.push(...missingShards(blobs, total ?? expected ?? 0, absent));
  for (const { fault } of blobs) if (fault !== undefined) problems.push(fault);
  const unfinished = new Set(blobs.filter(({ footer }) => footer === undefined).map(indexOf));
  const unexplained = absent.filter((name) =>
    blobs.some((blob) => inShard(name, blob.header.shard) && !unfinished.has(indexOf(blob))),
  );
  if (unexplained.length > 0) problems.push(notVerified(unexplained));
  return { blobs, targets: inOrder(targets), problems };
}

/** What most blobs agree on is taken for the run; whatever differs from it is named. */
function largestGroup(blobs: readonly Blob[]): readonly Blob[] {
  const groups = new Map<string, Blob[]>();
  for (const blob of blobs) {
    const { configDigest, shard, targets } = blob.header;
    const key = JSON.stringify([configDigest, shard.total, targets]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [blob]);
    else group.push(blob);
  }
  return [...groups.values()].reduce((best, group) => (group.length > best.length ? group : best), []);
}

/** One blob per shard, the whole one if there are several. */
function oneEach(blobs: readonly Blob[], problems: Problem[]): readonly Blob[] {
  const byIndex = new Map<number, readonly [Blob, ...Blob[]]>();
  for (const blob of blobs) {
    const others = byIndex.get(indexOf(blob)) ?? [];
    byIndex.set(indexOf(blob), blob.footer === undefined ? append(others, blob) : [blob, ...others]);
  }
  const inTurn = [...byIndex.values()].sort(([one], [other]) => indexOf(one) - indexOf(other));
  for (const own of inTurn) if (own.length > 1) problems.push(twice(own));
  return inTurn.map(([first]) => first);
}

function append(others: readonly Blob[], last: Blob): readonly [Blob, ...Blob[]] {
  const [first, ...rest] = others;
  return first === undefined ? [last] : [first, ...rest, last];
}

function byPosition(blobs: readonly Blob[], problems: Problem[]): ReadonlyMap<number, TargetReport> {
  const owners = new Map<number, Blob>();
  const targets = new Map<number, TargetReport>();
  for (const blob of blobs) {
    for (const [position, report] of blob.targets) {
      const owner = owners.get(position);
      if (owner === undefined) {
        owners.set(position, blob);
        targets.set(position, report);
        continue;
      }
      problems.push({
        code: 'report.target_twice',
        message: `${listed([report.name])} is in ${nameOf(owner.header.shard, owner.file)} and in ${nameOf(blob.header.shard, blob.file)}.`,
        hint: 'Run both shards again with --shard: every target belongs to one of them.',
      });
    }
  }
  return targets;
}

function missingShards(blobs: readonly Blob[], total: number, absent: readonly string[]): readonly Problem[] {
  const there = new Set(blobs.map(indexOf));
  const indices = Array.from({ length: total }, (_, index) => index + 1).filter((index) => !there.has(index));
  if (indices.length === 0) return [];
  const lost = absent.filter((name) => indices.some((index) => inShard(name, { index, total })));
  const which =
    indices.length === 1
      ? `Shard ${indices[0]} of ${total} is`
      : `Shards ${numbers(indices)} of ${total} are`;
  const targets = lost.length === 0 ? '' : ` Not verified: ${count(lost.length, 'target')}, ${listed(lost)}.`;
  return [
    {
      code: 'report.shard_missing',
      message: `${which} missing.${targets}`,
      hint: `Look why the job ended without its blob, run verify --shard ${indices[0]}/${total} again, and merge all ${total}.`,
    },
  ];
}

function twice(blobs: readonly [Blob, ...Blob[]]): Problem {
  const { shard } = blobs[0].header;
  return {
    code: 'report.shard_twice',
    message: `There are ${blobs.length} blobs of ${nameOf(shard, ...blobs.map(({ file }) => file))}.`,
    hint: `Give every job a --shard of its own, and merge one blob of shard ${shard.index}.`,
  };
}

function otherVersion({ file, header }: Blob, version: string): Problem {
  const other = /^[\w.+-]{1,40}$/.test(header.tool.version) ? header.tool.version : 'another version';
  return {
    code: 'report.shard_version',
    message: `The blob of ${nameOf(header.shard, file)} was written by mcp-authcheck ${other}, this is ${version}. It is left out.`,
    hint: 'Run all shards and merge with the same version.',
  };
}

function otherConfiguration({ file, header }: Blob, alike: readonly Blob[]): Problem {
  const [first] = alike;
  const sameTargets = first?.header.configDigest === header.configDigest;
  const how = sameTargets ? `was split into ${header.shard.total}` : 'had another configuration';
  const others = first === undefined ? 'the others' : nameOf(first.header.shard, first.file);
  return {
    code: 'report.shard_configuration',
    message: `The run of ${nameOf(header.shard, file)} ${how}, unlike that of ${others}. Its blob is left out.`,
    hint: 'Run all shards with the same file, flags and number of shards, and merge no blob of an earlier run.',
  };
}

function notVerified(names: readonly string[]): Problem {
  return {
    code: 'report.target_missing',
    message: `In no blob, although their shards came to an end: ${count(names.length, 'target')}, ${listed(names)}.`,
    hint: 'Run that shard again, and merge its blob as it is written.',
  };
}

function inOrder(targets: ReadonlyMap<number, TargetReport>): readonly TargetReport[] {
  return [...targets].sort(([one], [other]) => one - other).map(([, report]) => report);
}

function indexOf(blob: Blob): number {
  return blob.header.shard.index;
}

function numbers(all: readonly number[]): string {
  return all.length > 20 ? `${all.slice(0, 20).join(', ')} and ${all.length - 20} more` : all.join(', ');
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}
