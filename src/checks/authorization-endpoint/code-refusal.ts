import { quote } from '../../token/index.ts';
import type { ServerAnswer } from '../../types.ts';
import type { Judgement } from '../check.ts';
import type { Control } from './sign-in.ts';

/** One token request that must be refused, and the answer. */
export interface Redeemed {
  /** What was done: "A code that was redeemed a second time". */
  readonly done: string;
  readonly answer: ServerAnswer;
}

/** What counts as what. */
export interface CodeRule {
  /** OAuth errors that are the right refusal. */
  readonly errors: readonly string[];
  readonly broken: 'fail' | 'warn';
  /** What it means that a token came. */
  readonly means: string;
}

/** A refusal counts only beside a code that was redeemed rightly and brought a token. */
export function judgeRedeemed(
  control: Pick<Control, 'redeemed'>,
  redeemed: readonly Redeemed[],
  rule: CodeRule,
): Judgement {
  const exchanges = [control.redeemed, ...redeemed.map(({ answer }) => answer)].map(
    ({ exchange }) => exchange,
  );
  const came = redeemed.map((one) => `${one.done} was answered ${describeToken(one.answer)}`).join('. ');
  const given = redeemed.find(({ answer }) => answer.accessToken !== undefined);
  if (given !== undefined)
    return {
      verdict: rule.broken,
      message: `${given.done} was answered ${describeToken(given.answer)}: ${rule.means}`,
      exchanges,
      shown: given.answer.exchange,
      accepted: true,
      certain: true,
    };
  if (control.redeemed.accessToken === undefined)
    return {
      verdict: 'inconclusive',
      message: `${came}. This proves nothing, because a code that was redeemed as it should be was answered ${describeToken(control.redeemed)}.`,
      exchanges,
    };
  const found = redeemed.map(({ answer }) => refusalOf(answer, rule));
  if (found.includes('unknown'))
    return {
      verdict: 'inconclusive',
      message: `${came}: that says nothing of this rule.`,
      exchanges,
      undecidable: true,
    };
  if (found.includes('odd'))
    return {
      verdict: 'warn',
      message: `${came}: refused, but 400 with ${rule.errors.join(' or ')} was expected.`,
      exchanges,
      shown: redeemed[found.indexOf('odd')]?.answer.exchange ?? 0,
      accepted: false,
    };
  return { verdict: 'pass', message: `${came}, as expected.`, exchanges, accepted: false };
}

function refusalOf({ status, error }: ServerAnswer, rule: CodeRule): 'right' | 'odd' | 'unknown' {
  if (status === 429 || status >= 500) return 'unknown';
  return status >= 400 && error !== undefined && rule.errors.includes(error) ? 'right' : 'odd';
}

/** What the token endpoint said, in one phrase. */
export function describeToken({ status, error, accessToken }: ServerAnswer): string {
  if (accessToken !== undefined) return `${status} with an access token`;
  return error === undefined ? `${status}` : `${status} with error=${quote(error, 60)}`;
}
