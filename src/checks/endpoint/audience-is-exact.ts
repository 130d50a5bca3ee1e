import { decodeToken, quote } from '../../token/index.ts';
import { describeAnswer } from '../answer.ts';
import { isLive } from '../attack.ts';
import { likeTheGoodOne } from '../bearer.ts';
import type { AttackTokens, Check, CheckContext } from '../check.ts';
import { present } from '../forged.ts';
import { type Attempt, type Refusals, wasAccepted } from '../refusal.ts';

export const audienceIsExact: Check<Pick<Refusals, 'attempts'>> = {
  id: 'endpoint/audience-is-exact',
  title: 'rejects tokens for what its own identifier begins with, or spells otherwise',
  level: 'INFO',
  spec: ['RFC 7519 §4.1.3', 'RFC 7519 §2'],
  per: 'era',
  needsToken: true,
  needs: ['lab or file', '--allow-disclosing'],
  part: 'negative',
  passes:
    'Live, validly signed tokens are sent whose audience is nearly right: the root of the origin, the path above, another case, a slash more. Each has to be refused.',
  fails:
    'One that is accepted is told as information: RFC 7519 compares audiences as strings, case and all, and servers that normalise or compare beginnings take tokens that are not for them.',
  fix: 'Compare `aud` with the identifier as a whole and character for character, not with `startsWith` and not after it was normalised.',
  unmet: (context) => {
    if (fitting(context).length === 0)
      return 'Needs tokens for audiences near the right one, validly signed: use --lab, an authorization server of our own that the endpoint is told to trust.';
    return context.allows?.disclosing === true
      ? undefined
      : `Would show the endpoint live tokens for the audiences ${fitting(context)
          .map(({ audience }) => quote(audience))
          .join(', ')}; needs --allow-disclosing.`;
  },
  observe: async (context) => {
    const attempts: Attempt[] = [];
    for (const { audience, token } of fitting(context))
      attempts.push(
        await present(
          context,
          `a token for ${quote(audience)}`,
          likeTheGoodOne(token, context, '$NEAR_TOKEN'),
        ),
      );
    return { attempts };
  },
  judge: ({ attempts }) => {
    const exchanges = attempts.map(({ answer }) => answer.exchange);
    const accepted = attempts.filter(({ answer }) => wasAccepted(answer));
    const said = (some: readonly Attempt[]) =>
      some.map(({ sent, answer }) => `${sent}: ${describeAnswer(answer)}`).join('; ');
    const [first] = accepted;
    if (first === undefined) return { verdict: 'pass', message: `Refused: ${said(attempts)}.`, exchanges };
    return {
      verdict: 'info',
      message: `Accepted, although the audience is not exactly its own: ${said(accepted)}.`,
      exchanges,
      shown: first.answer.exchange,
    };
  },
};

/** Those that are not for this endpoint after all, and have no other fault. */
function fitting({ attackTokens, flow, evidence }: CheckContext): NonNullable<AttackTokens['nearAudiences']> {
  const good = flow?.token;
  if (good === undefined) return [];
  return (attackTokens?.nearAudiences ?? []).filter(({ token }) => {
    const read = decodeToken(token.reveal());
    const isNear = read.aud.length > 0 && !read.aud.some((audience) => good.aud.includes(audience));
    return isNear && read.iss === good.iss && isLive(read, evidence.now());
  });
}
