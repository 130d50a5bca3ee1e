import { createHash } from 'node:crypto';
import { UsageError } from '../errors.ts';
import type { Io } from './io.ts';

/** One of `total` parts of a run's targets; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly total: number;
}

/** A shard, and who said so: `--shard`, or the variables' names. */
export interface FoundShard extends Shard {
  readonly from: string;
}

/** More parts than that is a slip of the pen. */
const MOST = 10_000;

/**
 * Which part of the targets this process is for: `--shard i/n`, else what the CI system set; undefined: all of them.
 * Only a run over several targets of a configuration file that writes a blob may take the CI system's word:
 * the variables are also set for jobs that are split by something else (GitLab's `parallel:matrix`), and without
 * blobs nobody would notice the targets that no job verified. The caller sees to that.
 * @throws UsageError `usage.shard` for what is no part of anything: `0/4`, `5/4`, `a/b`
 */
export function shardOf(flag: string | undefined, environment: Io['environment']): FoundShard | undefined {
  if (flag !== undefined) return written(flag, '--shard');
  const own = environment.MCP_AUTHCHECK_SHARD;
  if (own) return written(own, 'MCP_AUTHCHECK_SHARD');
  if (environment.MCP_AUTHCHECK_SHARDS && !environment.JOB_COMPLETION_INDEX) {
    throw refused(
      'MCP_AUTHCHECK_SHARDS',
      'JOB_COMPLETION_INDEX beside it, which Indexed Jobs set',
      'nothing',
    );
  }
  const system = SYSTEMS.find(({ index, total }) => environment[index] && environment[total]);
  if (system === undefined) return undefined;
  const from = `${system.index} and ${system.total}`;
  const [index = '', total = ''] = [environment[system.index], environment[system.total]];
  if (!isWhole(index) || !isWhole(total)) throw refused(from, 'whole numbers', `${index} and ${total}`);
  if (Number(total) === 1) return undefined;
  return checked(Number(index) - system.first + 1, Number(total), from, `${index} and ${total}`);
}

/**
 * Whether a target belongs to the shard. It depends on the target's name and the number of shards alone (the first
 * six bytes of the name's SHA-256, modulo the number), so that a new target moves no other.
 */
export function inShard(name: string, shard: Shard): boolean {
  const number = createHash('sha256').update(name).digest().readUIntBE(0, 6);
  return number % shard.total === shard.index - 1;
}

interface System {
  readonly index: string;
  readonly total: string;
  /** What the first of them is called. */
  readonly first: 0 | 1;
}

/** CI systems that number the jobs of one step. GitHub Actions sets no variable: its matrix gives --shard. */
const SYSTEMS: readonly System[] = [
  // Indexed Job: https://kubernetes.io/docs/concepts/workloads/controllers/job/#completion-mode (the total is ours).
  { index: 'JOB_COMPLETION_INDEX', total: 'MCP_AUTHCHECK_SHARDS', first: 0 },
  // GitLab, `parallel`: https://docs.gitlab.com/ci/variables/predefined_variables/
  { index: 'CI_NODE_INDEX', total: 'CI_NODE_TOTAL', first: 1 },
  // CircleCI, `parallelism`: https://circleci.com/docs/variables/
  { index: 'CIRCLE_NODE_INDEX', total: 'CIRCLE_NODE_TOTAL', first: 0 },
  // Buildkite, `parallelism`: https://buildkite.com/docs/pipelines/environment-variables
  { index: 'BUILDKITE_PARALLEL_JOB', total: 'BUILDKITE_PARALLEL_JOB_COUNT', first: 0 },
  // Azure Pipelines, `strategy: parallel`: https://learn.microsoft.com/azure/devops/pipelines/build/variables
  { index: 'SYSTEM_JOBPOSITIONINPHASE', total: 'SYSTEM_TOTALJOBSINPHASE', first: 1 },
];

function written(text: string, from: string): FoundShard {
  const [, index = '', total = ''] = /^(\d{1,6})\/(\d{1,6})$/.exec(text.trim()) ?? [];
  if (index === '') throw refused(from, 'i/n', text);
  return checked(Number(index), Number(total), from, text);
}

function checked(index: number, total: number, from: string, found: string): FoundShard {
  if (total < 1 || total > MOST) throw refused(from, `1 to ${MOST} shards`, found);
  if (index < 1 || index > total) throw refused(from, `a shard from 1 to ${total}`, found);
  return { index, total, from };
}

function isWhole(text: string): boolean {
  return /^\d{1,6}$/.test(text);
}

function refused(from: string, expected: string, found: string): UsageError {
  const shown = found.length > 40 ? `${found.slice(0, 40)}…` : found;
  return new UsageError('usage.shard', `${from} expects ${expected}, found ${shown}.`, {
    hint: 'Shards are counted from 1: --shard 1/4 is the first of four.',
  });
}
