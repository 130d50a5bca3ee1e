import type { Check, Judgement } from '../check.ts';
import { NEEDS_OTHER_PRINCIPAL, otherPrincipal } from '../principals.ts';
import { type CacheableList, listsOf, ownLists } from './lists.ts';

interface Compared {
  readonly own: readonly CacheableList[];
  /** What the second principal gets of those that are public; undefined: there is none. */
  readonly others: readonly CacheableList[] | undefined;
}

export const publicCacheScopeIsTheSameForAll: Check<Compared> = {
  id: 'leakage/public-cache-scope-is-the-same-for-all',
  title: 'calls a list public only if everybody gets the same',
  level: 'MUST',
  spec: ['MCP 2026-07-28 caching, Cache Scope Field', 'MCP 2026-07-28 caching, Security Considerations'],
  per: 'era',
  only: 'modern',
  revisions: { since: '2026-07-28' },
  needsToken: true,
  needs: ['second principal'],
  passes:
    'What the server says of itself and its lists are asked for with the good token, and those with `cacheScope` "public" again as a second principal. Both have to get the same.',
  fails:
    'A public list that differs fails: a gateway may give what one caller gets to the other. Lists that are private pass without a second principal.',
  cannotKnow:
    'Whether lists differ for callers with other permissions than the two that were compared; what `resources/read` returns.',
  fix: 'Answer with `cacheScope` "private" wherever a list depends on the caller, its scopes or its tenant.',
  observe: async (context) => {
    const own = await ownLists(context);
    const open = own.filter(isPublic).map(({ method }) => method);
    const other = otherPrincipal(context);
    return {
      own,
      others: other === undefined || open.length === 0 ? undefined : await listsOf(context, other, open),
    };
  },
  judge: (compared) => ({
    ...judgeLists(compared),
    exchanges: [...compared.own, ...(compared.others ?? [])].map(({ exchange }) => exchange),
  }),
};

function judgeLists({ own, others }: Compared): Omit<Judgement, 'exchanges'> {
  if (own.length === 0)
    return { verdict: 'skip', message: 'The server gave neither a description of itself nor a list.' };
  const open = own.filter(isPublic);
  if (open.length === 0)
    return { verdict: 'pass', message: `None is public: ${own.map(({ method }) => method).join(', ')}.` };
  const names = open.map(({ method }) => method).join(', ');
  if (others === undefined) return { verdict: 'skip', message: `Public: ${names}. ${NEEDS_OTHER_PRINCIPAL}` };
  for (const list of open) {
    const other = others.find(({ method }) => method === list.method);
    if (other?.content === list.content) continue;
    return {
      verdict: 'fail',
      message: `${list.method} has cacheScope "public", but a second principal gets ${other === undefined ? 'no such list' : 'another list'}; "private" was expected.`,
      shown: list.exchange,
    };
  }
  return { verdict: 'pass', message: `Public and the same for two principals: ${names}.` };
}

function isPublic({ cacheScope }: CacheableList): boolean {
  return cacheScope === 'public';
}
