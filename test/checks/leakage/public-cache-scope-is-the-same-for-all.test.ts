import { describe, expect, test } from 'vitest';
import { publicCacheScopeIsTheSameForAll } from '../../../src/checks/leakage/public-cache-scope-is-the-same-for-all.ts';
import type { Mutant } from '../../mutants/mutant.ts';
import { describeByMutants } from '../describe-by-mutants.ts';
import { runAlone } from '../run-alone.ts';

describeByMutants(publicCacheScopeIsTheSameForAll, {
  'calls-filtered-lists-public': 'fail',
});

describe('lists that are public', () => {
  const world: Partial<Mutant> = {
    resource: (parts) => ({ ...parts, cacheHints: () => ({ ttlMs: 1, cacheScope: 'public' }) }),
  };

  test('and the same for all pass, whatever the order of their entries', async () => {
    let turn = 0;
    const shuffled: Partial<Mutant> = {
      resource: (parts, context) => ({
        ...parts,
        ...world.resource?.(parts, context),
        listedTools: (caller, call) => {
          turn += 1;
          const tools = [...parts.listedTools(caller, call)];
          return turn % 2 === 0 ? tools.reverse() : tools;
        },
      }),
    };
    expect(await runAlone(publicCacheScopeIsTheSameForAll, shuffled)).toMatchObject([{ verdict: 'pass' }]);
  });

  test('cannot be compared by one principal alone', async () => {
    const options = { clients: ['machine'] } as const;
    expect(await runAlone(publicCacheScopeIsTheSameForAll, world, options)).toMatchObject([
      { verdict: 'skip', message: expect.stringContaining('second principal') },
    ]);
  });
});

test('lists that are private need no second principal', async () => {
  const options = { clients: ['machine'] } as const;
  expect(await runAlone(publicCacheScopeIsTheSameForAll, {}, options)).toMatchObject([{ verdict: 'pass' }]);
});
