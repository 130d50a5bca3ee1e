import type { FormParameters } from '../types.ts';
import type { Check, CheckContext, Judgement } from './check.ts';
import {
  type Asked,
  authorize,
  describeAsked,
  goodRequest,
  noFrontChannel,
  type Outcome,
  outcomeOf,
} from './front-channel.ts';

/** Authorization requests that must be refused, beside one that is right. */
export interface FrontRefusals {
  readonly good: Asked;
  readonly asked: readonly Asked[];
}

/** What counts as what. */
export interface FrontRule {
  /** `no_redirect`: nothing may go to the redirect URI. `no_grant`: neither code nor token may. */
  readonly demands: 'no_redirect' | 'no_grant';
  /** OAuth errors that are right in a redirect; another one is worth a word. Default: any. */
  readonly errors?: readonly string[];
  /** What a request that was not refused comes to. */
  readonly broken: 'fail' | 'warn';
  /** What it means that it was not refused. */
  readonly means: string;
}

export interface Variant {
  readonly sent: string;
  readonly parameters: FormParameters;
}

type Described = Omit<Check, 'per' | 'part' | 'unmet' | 'observe' | 'judge'>;

/** A check that sends authorization requests without a browser, each of which must be refused before any sign-in. */
export function frontRefusalCheck(
  check: Described & {
    readonly rule: FrontRule;
    readonly ask: (context: CheckContext, good: Asked) => Promise<readonly Asked[]>;
  },
): Check<FrontRefusals> {
  const { rule, ask, ...described } = check;
  return {
    needs: ['sign-in'],
    cannotKnow: LOGIN_FIRST,
    ...described,
    per: 'target',
    part: 'negative',
    unmet: noFrontChannel,
    observe: async (context) => {
      const good = await goodRequest(context);
      const asked = await ask(context, good);
      return { good, asked };
    },
    judge: (observation) => judgeFrontRefusals(observation, rule),
  };
}

/** Nothing is known of a server that lets people sign in before it looks at the request. */
export const LOGIN_FIRST =
  'What a server does that shows its sign-in first: that is inconclusive, never a pass.';

/** One after the other. */
export async function askAll(context: CheckContext, variants: readonly Variant[]): Promise<readonly Asked[]> {
  const asked: Asked[] = [];
  for (const { sent, parameters } of variants) asked.push(await authorize(context, sent, parameters));
  return asked;
}

export function isPublicClient({ evidence }: Pick<CheckContext, 'evidence'>): boolean {
  const flow = evidence.flows.find(({ request }) => request.flow === 'authorization_code');
  return flow?.request.credential === undefined;
}

type Found = 'right' | 'odd' | 'broken' | 'unknown';

export function judgeFrontRefusals({ good, asked }: FrontRefusals, rule: FrontRule): Judgement {
  const exchanges = [good, ...asked].map(({ answer }) => answer.exchange);
  const found = asked.map((one) => ({ one, found: foundIn(one, rule) }));
  const of = (kind: Found) => found.filter((each) => each.found === kind).map(({ one }) => one);
  const [broken, unknown, odd] = [of('broken'), of('unknown'), of('odd')];
  const accepted = broken.length > 0;
  if (broken[0] !== undefined)
    return {
      verdict: rule.broken,
      message: `${told(broken)}: ${rule.means}`,
      exchanges,
      shown: broken[0].answer.exchange,
      accepted,
      certain: true,
    };
  if (wasTurnedAway(good))
    return {
      verdict: 'inconclusive',
      message: `${told(asked)}. This proves nothing, because a request as it should be was answered ${describeAsked(good)}.`,
      exchanges,
    };
  if (unknown.length > 0)
    return {
      verdict: 'inconclusive',
      message: `${told(unknown)}: that decides nothing before somebody signs in.${hint(found.length, unknown, good)}`,
      exchanges,
      undecidable: true,
    };
  if (odd[0] !== undefined)
    return {
      verdict: 'warn',
      message: `${told(odd)}: refused; ${rule.errors?.join(' or ') ?? 'another error'} was expected.`,
      exchanges,
      shown: odd[0].answer.exchange,
      accepted,
    };
  return { verdict: 'pass', message: `${told(asked)}, as expected.`, exchanges, accepted };
}

function foundIn(asked: Asked, { demands, errors }: FrontRule): Found {
  const outcome = outcomeOf(asked);
  if (demands === 'no_redirect' && ['code', 'token', 'error'].includes(outcome)) return 'broken';
  switch (outcome) {
    case 'code':
    case 'token':
      return 'broken';
    case 'error':
      return foundInError(asked.answer.error ?? '', errors);
    case 'refused':
      return 'right';
    default:
      return 'unknown';
  }
}

/** Errors that say no more than that nobody is signed in (OpenID Connect Core §3.1.2.6). */
const NOBODY_THERE = ['login_required', 'interaction_required', 'consent_required'];
const NO_DECISION = ['temporarily_unavailable', 'server_error'];

function foundInError(error: string, expected: readonly string[] | undefined): Found {
  if ([...NOBODY_THERE, ...NO_DECISION].includes(error)) return 'unknown';
  return expected?.includes(error) === false ? 'odd' : 'right';
}

const AWAY: readonly Outcome[] = ['refused', 'error', 'unwell'];

export function wasTurnedAway(good: Asked): boolean {
  return AWAY.includes(outcomeOf(good)) && !NOBODY_THERE.includes(good.answer.error ?? '');
}

/** A server that did refuse others before the sign-in has most likely taken the rest. */
function hint(all: number, unknown: readonly Asked[], good: Asked): string {
  const goesOn = unknown.every((one) => outcomeOf(one) === outcomeOf(good));
  return unknown.length < all && goesOn
    ? ' It refused the others at once and goes on here as with a request that is right, so it probably takes this one.'
    : '';
}

function told(asked: readonly Asked[]): string {
  const each = asked.map((one) => `${one.sent} was answered ${describeAsked(one)}`);
  return `An authorization request ${each.join('; one ')}`;
}
