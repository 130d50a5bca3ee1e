import type { Secret } from '../secret.ts';
import { decodeToken, quoteAll } from '../token/index.ts';
import type { Token } from '../types.ts';
import { isBound, likeTheGoodOne } from './bearer.ts';
import type { AttackTokens, Check, CheckContext } from './check.ts';
import { present } from './forged.ts';
import { type Attempt, judgeRefusals, type Refusals, spokenEra } from './refusal.ts';
import { TOKEN_HANDLING } from './sources.ts';

/** The tokens that come one of a kind. */
export type AttackName = Exclude<keyof AttackTokens, 'nearAudiences'>;

export interface Attack {
  /** What is told of the check; the sections besides those on the handling of tokens. */
  readonly rule: Pick<Check, 'id' | 'title' | 'passes' | 'fails' | 'cannotKnow' | 'fix' | 'spec'>;
  readonly token: AttackName;
  readonly sent: string;
  /** Where such a token comes from, for whoever has none. */
  readonly from: string;
  /** It is good for something else, so that nobody is shown it unasked. */
  readonly discloses?: true;
  /** Why the token does not have the fault it should have, or has another besides; undefined when it is fit. */
  readonly unfit: (attack: Token, real: Token, now: number) => string | undefined;
  /** How to come by one where none was given; resolves with why not, in plain words, where it cannot be had. */
  readonly obtain?: {
    readonly unmet: (context: CheckContext) => string | undefined;
    readonly token: (context: CheckContext) => Promise<Secret | string>;
  };
}

/** A check that presents a token with a valid signature and one fault, which only an authorization server can mint. */
export function attackCheck(attack: Attack): Check<Refusals> {
  return {
    ...attack.rule,
    level: 'MUST',
    spec: [...TOKEN_HANDLING, ...attack.rule.spec],
    per: 'era',
    needsToken: true,
    needs: ['lab or file', ...(attack.discloses === true ? ['--allow-disclosing' as const] : [])],
    part: 'negative',
    unmet: (context) => unmet(attack, context),
    observe: (context) => observe(attack, context),
    judge: (observation) => judgeRefusals(observation),
  };
}

/** Clocks may differ by this much, in milliseconds; servers commonly allow it. */
export const SKEW = 5 * 60_000;

export function isLive(token: Token, now: number): boolean {
  return token.expiresAt !== null && Date.parse(token.expiresAt) > now;
}

function unmet(attack: Attack, context: CheckContext): string | undefined {
  const token = context.attackTokens?.[attack.token];
  if (token !== undefined) return faultOf(attack, token, context) ?? undisclosed(attack, context, token);
  const { obtain } = attack;
  if (obtain === undefined || obtain.unmet(context) !== undefined)
    return `Needs ${attack.sent}, validly signed, which only an authorization server can mint: ${obtain?.unmet(context) ?? attack.from}.`;
  return undisclosed(attack, context);
}

/** Why the token proves nothing, if so. */
function faultOf(
  { sent, unfit }: Pick<Attack, 'sent' | 'unfit'>,
  token: Secret,
  context: CheckContext,
): string | undefined {
  const read = decodeToken(token.reveal());
  const real = context.flow?.token;
  if (read.claims === null || real === undefined || real.claims === null)
    return `${capitalised(sent)} and the good token must be readable JWTs, so that they can be compared.`;
  const fault = otherKey(read, context) ?? unfit(read, real, context.evidence.now());
  return fault === undefined ? undefined : `The token that was to be ${sent} is unfit: ${fault}.`;
}

/** Why a token that was given proves nothing, if so. */
export function unfitness(
  context: CheckContext,
  name: AttackName,
  sent: string,
  unfit: Attack['unfit'],
): string | undefined {
  const token = context.attackTokens?.[name];
  return token === undefined ? undefined : faultOf({ sent, unfit }, token, context);
}

/** Why the endpoint is not shown it, and what it would learn, if so. */
function undisclosed(attack: Attack, context: CheckContext, token?: Secret): string | undefined {
  if (attack.discloses !== true || context.allows?.disclosing === true) return undefined;
  const shown = token === undefined ? `${attack.sent}, live and usable there` : described(token);
  return `Would show the endpoint ${shown}; needs --allow-disclosing.`;
}

/** What somebody can do who sees the token. */
export function described(token: Secret): string {
  const { aud, scp, roles, iss } = decodeToken(token.reveal());
  const permissions = [...scp, ...roles];
  return `a live token of ${quoteAll(iss === null ? [] : [iss])} for the audience ${quoteAll(aud)} with the scopes ${quoteAll(permissions)}`;
}

async function observe(attack: Attack, context: CheckContext): Promise<Refusals> {
  const spoken = spokenEra(context);
  const skip = (skipped: string): Refusals => ({ attempts: [], spoken, skipped });
  const given = context.attackTokens?.[attack.token];
  const token = given ?? (await attack.obtain?.token(context));
  if (token === undefined) return skip('There is no such token.');
  if (typeof token === 'string') return skip(token);
  const fault = faultOf(attack, token, context);
  if (fault !== undefined) return skip(fault);
  const sent = attack.discloses === true ? `${attack.sent} (${described(token)})` : attack.sent;
  return { attempts: [await attempt(context, sent, token, attack.token)], spoken };
}

/** It is shown as the good token is: with the proof of the same key, or without any (RFC 9449 §6.1). */
export function otherKey({ claims }: Token, { flow }: CheckContext): string | undefined {
  const key = flow !== undefined && isBound(flow) ? flow.tokens?.proof?.thumbprint : undefined;
  const confirmation: unknown = claims?.cnf;
  const bound =
    typeof confirmation === 'object' && confirmation !== null && 'jkt' in confirmation
      ? confirmation.jkt
      : undefined;
  if (bound === key) return undefined;
  return key === undefined
    ? 'it is bound to a key that is not at hand'
    : 'it is not bound to the key of the good one';
}

function attempt(context: CheckContext, sent: string, token: Secret, name: AttackName): Promise<Attempt> {
  return present(context, sent, likeTheGoodOne(token, context, variableOf(name)));
}

/** `wrongAudience` is `$WRONG_AUDIENCE_TOKEN` in a shell. */
function variableOf(name: AttackName): string {
  return `$${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}_TOKEN`;
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
