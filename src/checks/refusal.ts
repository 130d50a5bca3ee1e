import type { ProbeAnswer } from '../types.ts';
import { describeAnswer } from './answer.ts';
import type { CheckContext, Judgement } from './check.ts';

/** One request that must be refused, and the answer. */
export interface Attempt {
  /** What was sent: "a request without a token". */
  readonly sent: string;
  readonly answer: ProbeAnswer;
}

export interface Refusals {
  readonly attempts: readonly Attempt[];
  /** Whether the endpoint speaks the era in whose shape it was asked; null: unknown. */
  readonly spoken: boolean | null;
  /** Why nothing could be sent, where that showed only on the way. */
  readonly skipped?: string;
}

/** Whether the era of the context is spoken. */
export function spokenEra({ evidence, era }: CheckContext): boolean | null {
  return era === undefined ? null : evidence.eras[era];
}

/**
 * Two facts about each attempt: was it accepted, and was the refusal 401 (MCP authorization, Error Handling and
 * Token Handling)? The worst attempt decides. `alsoRight`: further statuses that are a right refusal here.
 */
export function judgeRefusals(
  { attempts, spoken, skipped = 'Nothing was sent.' }: Refusals,
  alsoRight: readonly number[] = [],
): Judgement {
  const judged = attempts.map((attempt) => judgeOne(attempt, spoken, alsoRight));
  const worst = [...judged].sort((one, other) => rank(other) - rank(one))[0];
  if (worst === undefined) return { verdict: 'skip', message: skipped, exchanges: [] };
  const exchanges = attempts.map(({ answer }) => answer.exchange);
  const accepted = attempts.some(({ answer }) => wasAccepted(answer));
  if (worst.verdict !== 'pass' || attempts.length === 1)
    return {
      ...worst,
      exchanges,
      accepted,
      ...(worst.exchanges[0] === undefined ? {} : { shown: worst.exchanges[0] }),
    };
  const answers = attempts.map(({ sent, answer }) => `${sent}: ${describeAnswer(answer)}`);
  return { verdict: 'pass', message: `Refused: ${answers.join('; ')}.`, exchanges, accepted };
}

const order = ['pass', 'info', 'inconclusive', 'fail'];

function rank(judgement: Judgement): number {
  return order.indexOf(judgement.verdict) + (judgement.certain === true ? order.length : 0);
}

function judgeOne(
  { sent, answer }: Attempt,
  spoken: boolean | null,
  alsoRight: readonly number[],
): Judgement {
  const exchanges = [answer.exchange];
  const came = `${capitalised(sent)} was answered ${describeAnswer(answer)}`;
  if (wasAccepted(answer))
    return {
      verdict: 'fail',
      message: `${came}: it was ACCEPTED; 401 was expected.`,
      exchanges,
      certain: true,
    };
  if (answer.status === 401 || (alsoRight.includes(answer.status) && !isAboutProtocol(answer, spoken)))
    return { verdict: 'pass', message: `${came}, as expected.`, exchanges };
  if (isPage(answer))
    return {
      verdict: 'inconclusive',
      message: `${came}: a web page, which tells of something in front of the server; 401 was expected.`,
      exchanges,
    };
  if (spoken === false)
    return {
      verdict: 'info',
      message: `${came}: refused, in the shape of an era that it does not speak.`,
      exchanges,
    };
  if (isEraError(answer)) return judgeEraError(came, spoken, exchanges);
  if (spoken === null && answer.status === 400 && answer.rpc?.error !== undefined)
    return {
      verdict: 'inconclusive',
      message: `${came}: refused, but perhaps because it does not speak this era; 401 was expected.`,
      exchanges,
    };
  const odd =
    answer.status < 300 ? 'not accepted, but not refused by HTTP status either' : 'refused in the wrong way';
  return { verdict: 'fail', message: `${came}: ${odd}; 401 was expected.`, exchanges };
}

/** An era error comes from protocol code that ran before the token was looked at: it says nothing of the token. */
function judgeEraError(came: string, spoken: boolean | null, exchanges: readonly number[]): Judgement {
  return spoken === null
    ? { verdict: 'info', message: `${came}: it does not speak this era.`, exchanges }
    : {
        verdict: 'inconclusive',
        message: `${came}: the token was not looked at; 401 was expected.`,
        exchanges,
      };
}

/** JSON-RPC codes of 2026-07-28: header mismatch, missing capability, unsupported revision. */
const eraErrors: readonly (number | undefined)[] = [-32020, -32021, -32022];

/** Whether the answer means "not in this era's shape" rather than "not with this token". */
export function isEraError(answer: ProbeAnswer): boolean {
  return answer.status === 400 && eraErrors.includes(answer.rpc?.error?.code);
}

/** A 400 that protocol code may have given before anybody looked at the header. */
function isAboutProtocol(answer: ProbeAnswer, spoken: boolean | null): boolean {
  return isEraError(answer) || (answer.status === 400 && spoken !== true && answer.rpc?.error !== undefined);
}

/** An MCP server has no pages: a firewall or a portal said no before the server was asked. */
function isPage({ status, contentType, wwwAuthenticate }: ProbeAnswer): boolean {
  return status === 403 && wwwAuthenticate.length === 0 && /^text\/html\b/i.test(contentType.trim());
}

/** Whether the endpoint let it in. */
export function wasAccepted(answer: ProbeAnswer): boolean {
  return answer.kind === 'result' || answer.kind === 'accepted';
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
