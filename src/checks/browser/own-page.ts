import type { ProbeAnswer } from '../../types.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { CheckContext } from '../check.ts';
import { once } from '../once.ts';

export function ownOrigin({ evidence }: CheckContext): string {
  return new URL(evidence.target.url).origin;
}

/** What a page of the server's own origin gets with the good token. Asked once per era for all checks. */
export function withToken(context: CheckContext): Promise<ProbeAnswer> {
  const { era = 'legacy', probe } = context;
  return once(context, `browser/own-page:${era}`, () =>
    probe({
      era,
      ...likeTheGoodOne(accessToken(context), context),
      headers: [['Origin', ownOrigin(context)]],
      phase: 'check',
    }),
  );
}

/** What such a page gets without a token. */
export function withoutToken(context: CheckContext): Promise<ProbeAnswer> {
  const { era = 'legacy', probe } = context;
  return once(context, `browser/own-page-without-token:${era}`, () =>
    probe({ era, headers: [['Origin', ownOrigin(context)]], phase: 'check' }),
  );
}

/** The values of a header that is a list, one by one, in lower case. */
export function listIn({ headers }: Pick<ProbeAnswer, 'headers'>, name: string): readonly string[] {
  return headers
    .filter(([key]) => key.toLowerCase() === name)
    .flatMap(([, value]) => value.split(','))
    .map((value) => value.trim().toLowerCase())
    .filter((value) => value !== '');
}

/** Whether a page of the origin may read the answer at all (Fetch, CORS check). */
export function mayBeReadBy(origin: string, answer: Pick<ProbeAnswer, 'headers'>): boolean {
  const allowed = listIn(answer, 'access-control-allow-origin');
  return allowed.includes('*') || allowed.includes(origin.toLowerCase());
}
