import { describe, expect, it } from 'vitest';
import { inShard, shardOf } from '../../src/commands/shard.ts';
import { UsageError } from '../../src/errors.ts';

const NAMES = Array.from({ length: 400 }, (_, index) => `team-${index % 7}/server-${index}`);

describe('--shard i/n', () => {
  it.each(['1/1', '1/4', '4/4', ' 2/3 '])('%s', (text) => {
    const [index, total] = text.split('/').map(Number);
    expect(shardOf(text, {})).toMatchObject({ index, total });
  });

  it.each(['0/4', '5/4', 'a/b', '1', '1/0', '-1/4', '1.5/4', '1/4/2', '', '1/99999', '1/4; rm', '½/4'])(
    'refuses %s',
    (text) => {
      expect(() => shardOf(text, {})).toThrow(
        expect.objectContaining({
          code: 'usage.shard',
          exit: 2,
          hint: expect.stringContaining('--shard 1/4'),
        }),
      );
    },
  );

  it('goes before what the CI system says', () => {
    expect(shardOf('2/3', { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '8' })).toMatchObject({ index: 2, total: 3 });
  });
});

describe('the shard a CI system names', () => {
  it.each([
    ['ours', { MCP_AUTHCHECK_SHARD: '3/8' }, 3, 8],
    ['a Kubernetes Indexed Job', { JOB_COMPLETION_INDEX: '0', MCP_AUTHCHECK_SHARDS: '8' }, 1, 8],
    ['GitLab', { CI_NODE_INDEX: '8', CI_NODE_TOTAL: '8' }, 8, 8],
    ['CircleCI', { CIRCLE_NODE_INDEX: '7', CIRCLE_NODE_TOTAL: '8' }, 8, 8],
    ['Buildkite', { BUILDKITE_PARALLEL_JOB: '0', BUILDKITE_PARALLEL_JOB_COUNT: '2' }, 1, 2],
    ['Azure Pipelines', { SYSTEM_JOBPOSITIONINPHASE: '2', SYSTEM_TOTALJOBSINPHASE: '2' }, 2, 2],
  ])('%s', (_name, environment, index, total) => {
    const found = shardOf(undefined, environment);
    expect(found).toMatchObject({ index, total });
    for (const name of Object.keys(environment)) expect(found?.from).toContain(name);
  });

  it.each([
    ['no CI system', {}],
    ['a GitLab job without parallel', { CI_NODE_TOTAL: '1' }],
    ['one job', { SYSTEM_JOBPOSITIONINPHASE: '1', SYSTEM_TOTALJOBSINPHASE: '1' }],
    ['an Indexed Job that is used for something else', { JOB_COMPLETION_INDEX: '2' }],
    ['empty variables', { MCP_AUTHCHECK_SHARD: '', CI_NODE_INDEX: '', CI_NODE_TOTAL: '4' }],
  ])('none: %s', (_name, environment) => {
    expect(shardOf(undefined, environment)).toBeUndefined();
  });

  it.each([
    ['an index beyond the total', { JOB_COMPLETION_INDEX: '8', MCP_AUTHCHECK_SHARDS: '8' }],
    ['words', { CI_NODE_INDEX: 'one', CI_NODE_TOTAL: '4' }],
    ['no shards at all', { CIRCLE_NODE_INDEX: '0', CIRCLE_NODE_TOTAL: '0' }],
    ['a total without an index', { MCP_AUTHCHECK_SHARDS: '8' }],
  ])('is refused when it cannot be: %s', (_name, environment) => {
    expect(() => shardOf(undefined, environment)).toThrow(UsageError);
  });
});

describe('which shard a target belongs to', () => {
  it('is exactly one of them, for any number of shards', () => {
    for (const total of [1, 2, 3, 8, 64]) {
      const owners = NAMES.map((name) =>
        Array.from({ length: total }, (_, index) => index + 1).filter((index) =>
          inShard(name, { index, total }),
        ),
      );
      expect(owners.every((of) => of.length === 1)).toBe(true);
    }
  });

  it('does not depend on the other targets: the hash is the same tomorrow', () => {
    expect(
      ['calculator', 'billing', 'search', 'größe'].map((name) => inShard(name, { index: 1, total: 2 })),
    ).toEqual([false, true, true, false]);
  });

  it('spreads them evenly', () => {
    const sizes = Array.from(
      { length: 8 },
      (_, i) => NAMES.filter((name) => inShard(name, { index: i + 1, total: 8 })).length,
    );
    expect(Math.min(...sizes)).toBeGreaterThan(25);
    expect(Math.max(...sizes)).toBeLessThan(75);
  });
});
