import { quote } from '../../token/index.ts';
import { describeAnswer } from '../answer.ts';
import { withGarbage, withoutToken } from '../bad-tokens.ts';
import type { Check } from '../check.ts';
import type { Attempt } from '../refusal.ts';
import { directivesOf, sharedWithoutToken, sharedWithToken } from './cache-control.ts';
import { headerValue } from './looks.ts';

interface Refusal extends Attempt {
  /** What lets a shared cache keep it. */
  readonly open: string | undefined;
}

export const refusalsAreNotCachedPublicly: Check<readonly Refusal[]> = {
  id: 'leakage/refusals-are-not-cached-publicly',
  title: 'lets no shared cache keep its refusals',
  level: 'SHOULD',
  spec: ['derived from RFC 9111 §3: a kept 401 is given to clients that have a token'],
  per: 'era',
  passes:
    'A request without a token and one with a value that is no token are sent. Cache-Control of the 401 must not let a shared cache keep it; without the header it does not.',
  fails:
    'A 401 that shared caches may keep is a warning: they may give it to clients whose token is good, and an old challenge to those that sign in anew.',
  fix: 'Send "Cache-Control: no-store" with every 401 and 403, also from the gate or the content network in front of the server.',
  observe: async (context) => {
    const bare = await withoutToken(context);
    const garbage = await withGarbage(context);
    return [
      { ...bare, open: sharedWithoutToken(directivesOf(bare.answer) ?? new Map()) },
      { ...garbage, open: sharedWithToken(directivesOf(garbage.answer) ?? new Map()) },
    ];
  },
  judge: (refusals) => {
    const exchanges = refusals.map(({ answer }) => answer.exchange);
    const right = refusals.filter(({ answer }) => answer.status === 401 || answer.status === 403);
    if (right.length === 0)
      return {
        verdict: 'skip',
        message: `Nothing was refused with 401 or 403: ${refusals.map(said).join('; ')}.`,
        exchanges,
      };
    const open = right.find((refusal) => refusal.open !== undefined);
    if (open === undefined)
      return {
        verdict: 'pass',
        message: `No shared cache keeps the refusals: ${right.map(said).join('; ')}.`,
        exchanges,
      };
    const header = quote(headerValue(open.answer, 'cache-control') ?? '', 80);
    return {
      verdict: 'warn',
      message: `Refused, ${said(open)} and Cache-Control ${header}: ${open.open} lets shared caches keep it; no-store was expected.`,
      exchanges,
      shown: open.answer.exchange,
    };
  },
};

function said({ sent, answer }: Attempt): string {
  return `${sent}: ${describeAnswer(answer)}`;
}
