import { tokenChallenge } from '../text/challenges.ts';
import type { ProbeAnswer } from '../types.ts';
import { describeAnswer } from './answer.ts';
import type { Judgement } from './check.ts';
import { wasAccepted } from './refusal.ts';

/** The same request without and with a token where none belongs. */
export interface Elsewhere {
  /** Where: "in the query". */
  readonly where: string;
  readonly without: ProbeAnswer;
  readonly with: ProbeAnswer;
  /** Without it once more, where the two differ in words alone: words may change by themselves. */
  readonly again?: ProbeAnswer;
}

/** Whether it takes another look to tell if the words of the refusal change by themselves. */
export function differInWords(one: ProbeAnswer, other: ProbeAnswer): boolean {
  return codeOf(one) === codeOf(other) && wordsOf(one) !== wordsOf(other);
}

/** Whoever finds fault with garbage has read it. Nothing says that a token is not read, for the answers may agree. */
export function judgeElsewhere({ where, without, with: garbage, again }: Elsewhere): Judgement {
  const exchanges = [without, garbage, ...(again ? [again] : [])].map(({ exchange }) => exchange);
  const came = `A token of garbage ${where} was answered ${describeAnswer(garbage)}, and none ${describeAnswer(without)}`;
  const shown = garbage.exchange;
  if (wasAccepted(garbage))
    return wasAccepted(without)
      ? { verdict: 'skip', message: `${came}: nobody is refused, so that nothing shows.`, exchanges }
      : {
          verdict: 'fail',
          message: `${came}: it was ACCEPTED.`,
          exchanges,
          shown,
          certain: true,
          accepted: true,
        };
  const steady = again !== undefined && wordsOf(again) === wordsOf(without);
  const isRead = codeOf(garbage) !== codeOf(without) || (wordsOf(garbage) !== wordsOf(without) && steady);
  return isRead
    ? { verdict: 'warn', message: `${came}: it is read.`, exchanges, shown, accepted: false }
    : { verdict: 'pass', message: `${came}: it makes no difference.`, exchanges, accepted: false };
}

/** The error, and whether the server broke on it. */
function codeOf(answer: ProbeAnswer): string {
  const broken = answer.status >= 500 ? `${answer.status}` : '';
  return `${broken} ${tokenChallenge(answer.challenges)?.parameters.error ?? ''}`;
}

function wordsOf(answer: ProbeAnswer): string | undefined {
  return tokenChallenge(answer.challenges)?.parameters.error_description;
}
