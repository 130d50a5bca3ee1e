import { quote } from '../../token/index.ts';
import type { Check } from '../check.ts';
import { type CacheableList, ownLists } from './lists.ts';

export const cacheHintsArePresent: Check<readonly CacheableList[]> = {
  id: 'leakage/cache-hints-are-present',
  title: 'says how long and by whom its lists may be kept',
  level: 'MUST',
  spec: ['MCP 2026-07-28 caching, Cacheable Results', 'MCP 2026-07-28 caching, Cacheable Model'],
  per: 'era',
  only: 'modern',
  revisions: { since: '2026-07-28' },
  needsToken: true,
  passes:
    'What the server says of itself and its lists are asked for with the good token. Each result has to carry `ttlMs`, an integer of 0 or more, and `cacheScope`, "public" or "private".',
  fails:
    'A hint that is missing or something else is a warning: nobody gets in by it, but caches are left to guess who may see a list.',
  fix: 'Add `ttlMs` and `cacheScope` to the results of server/discover and of every list; 0 and "private" are always right.',
  observe: ownLists,
  judge: (lists) => {
    const exchanges = lists.map(({ exchange }) => exchange);
    if (lists.length === 0)
      return {
        verdict: 'skip',
        message: 'The server gave neither a description of itself nor a list.',
        exchanges,
      };
    const faults = lists.flatMap((list) => faultsOf(list).map((fault) => ({ list, fault })));
    const [first] = faults;
    if (first === undefined)
      return {
        verdict: 'pass',
        message: `All have both hints: ${lists.map(({ method }) => method).join(', ')}.`,
        exchanges,
      };
    return {
      verdict: 'warn',
      message: `${faults.map(({ list, fault }) => `${list.method}: ${fault}`).join('; ')}; an integer ttlMs of 0 or more and a cacheScope of "public" or "private" were expected.`,
      exchanges,
      shown: first.list.exchange,
    };
  },
};

function faultsOf({ ttlMs, cacheScope }: CacheableList): readonly string[] {
  return [
    ...(Number.isInteger(ttlMs) && Number(ttlMs) >= 0 ? [] : [`ttlMs is ${shown(ttlMs)}`]),
    ...(cacheScope === 'public' || cacheScope === 'private' ? [] : [`cacheScope is ${shown(cacheScope)}`]),
  ];
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : quote(JSON.stringify(value), 40);
}
