import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { CheckContext, Judgement } from '../check.ts';
import { protocolOf } from '../execute.ts';
import { type Attempt, isEraError, spokenEra } from '../refusal.ts';
import { isNearby } from './vicinity.ts';

/** A site that no MCP server knows (RFC 2606). */
export const FOREIGN_HOST = 'evil.example';
export const FOREIGN_ORIGIN = `https://${FOREIGN_HOST}`;

/** Requests as pages in a browser send them, with the good token. */
export interface Visits {
  readonly attempts: readonly Attempt[];
  readonly spoken: boolean | null;
  /** Whether the server stands on this machine or in a private network. */
  readonly nearby: boolean;
  /** The revision whose shape they had. */
  readonly revision: string;
}

/** Sends the era's standard request with the good token, as a page of each origin would, one after the other. */
export async function visit(
  context: CheckContext,
  pages: readonly { readonly origin: string; readonly sent: string }[],
): Promise<Visits> {
  const { era = 'legacy', probe, evidence } = context;
  const shown = likeTheGoodOne(accessToken(context), context);
  const attempts: Attempt[] = [];
  for (const { origin, sent } of pages)
    attempts.push({
      sent,
      answer: await probe({ era, ...shown, headers: [['Origin', origin]], phase: 'check' }),
    });
  return {
    attempts,
    spoken: spokenEra(context),
    nearby: isNearby(evidence.target.url),
    revision: protocolOf(context),
  };
}

/** A good token behind which the request is carried out, or would be if there were such a method. */
export function wasLetThrough({ kind, rpc }: ProbeAnswer): boolean {
  return kind === 'result' || kind === 'accepted' || rpc?.error?.code === METHOD_NOT_FOUND;
}

/** JSON-RPC 2.0 §5.1: a server without tools says so to the standard request. */
const METHOD_NOT_FOUND = -32601;

/**
 * A page that must be kept out gets 403. Near by it fails: a page of the internet gets at what only this machine
 * should reach. A public server may have let it in on purpose: a warning. The worst attempt decides.
 */
export function judgeVisits(visits: Visits): Judgement {
  const judged = visits.attempts.map((attempt) => judgeVisit(attempt, visits));
  const worst = [...judged].sort((one, other) => rank(other) - rank(one))[0];
  if (worst === undefined) return { verdict: 'skip', message: 'Nothing was sent.', exchanges: [] };
  const exchanges = visits.attempts.map(({ answer }) => answer.exchange);
  if (worst.verdict !== 'pass') return { ...worst, exchanges };
  const answers = visits.attempts.map(({ sent, answer }) => `${sent}: ${describeAnswer(answer)}`);
  return { verdict: 'pass', message: `Refused: ${answers.join('; ')}.`, exchanges };
}

const order = ['pass', 'info', 'inconclusive', 'warn', 'fail'];

function rank({ verdict, accepted }: Judgement): number {
  return order.indexOf(verdict) + (accepted === true ? order.length : 0);
}

function judgeVisit({ sent, answer }: Attempt, { spoken, nearby, revision }: Visits): Judgement {
  const exchanges = [answer.exchange];
  const came = `${sent} was answered ${describeAnswer(answer)}`;
  const wrong = nearby ? 'fail' : 'warn';
  if (wasLetThrough(answer))
    return {
      verdict: wrong,
      message: `${came}: it was let in; 403 was expected.${nearby ? '' : PUBLIC}`,
      exchanges,
      shown: answer.exchange,
      certain: true,
      accepted: true,
    };
  if (answer.status === 403) return { verdict: 'pass', message: `${came}, as expected.`, exchanges };
  if (spoken !== true && isEraError(answer))
    return { verdict: 'info', message: `${came}: it does not speak this era.`, exchanges };
  if (isEraError(answer) || answer.status === 401)
    return {
      verdict: 'inconclusive',
      message: `${came}: refused for another reason than its origin; 403 was expected.`,
      exchanges,
    };
  // Until 2025-06-18 the origin had to be looked at, but no status was named.
  if (revision < '2025-11-25' && answer.status >= 400 && answer.status < 500)
    return { verdict: 'pass', message: `${came}: refused.`, exchanges };
  return {
    verdict: wrong,
    message: `${came}: not let in, but refused in the wrong way; 403 was expected.`,
    exchanges,
    shown: answer.exchange,
  };
}

const PUBLIC = ' A public server may want that; then only the token keeps pages out.';
