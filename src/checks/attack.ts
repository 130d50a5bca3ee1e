import type { Secret } from '../secret.ts';
import { decodeToken } from '../token/index.ts';
import type { Token } from '../types.ts';
import { isBound, likeTheGoodOne } from './bearer.ts';
import type { AttackTokens, Check, CheckContext } from './check.ts';
import { present } from './forged.ts';
import { judgeRefusals, type Refusals, spokenEra } from './refusal.ts';
import { TOKEN_HANDLING } from './sources.ts';

export interface Attack {
  readonly id: string;
  readonly title: string;
  readonly token: keyof AttackTokens;
  readonly sent: string;
  /** Why the token does not have the fault it should have, or has another besides; undefined when it is fit. */
  readonly unfit: (attack: Token, real: Token, now: number) => string | undefined;
}

/** A check that presents a token with a valid signature and one fault, which only an authorization server can mint. */
export function attackCheck(attack: Attack): Check<Refusals> {
  return {
    id: attack.id,
    title: attack.title,
    level: 'MUST',
    spec: TOKEN_HANDLING,
    per: 'era',
    needsToken: true,
    part: 'negative',
    unmet: (context) => unmet(attack, context),
    observe: async (context) => {
      const token = context.attackTokens?.[attack.token];
      const attempts = token === undefined ? [] : [await attempt(context, attack.sent, token)];
      return { attempts, spoken: spokenEra(context) };
    },
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
  if (token === undefined)
    return `Needs ${attack.sent}, validly signed, which only an authorization server can mint: name a file with --${flagOf(attack.token)} FILE.`;
  const read = decodeToken(token.reveal());
  const real = context.flow?.token;
  if (read.claims === null || real === undefined || real.claims === null)
    return `The token in --${flagOf(attack.token)} and the good token must be readable JWTs, so that they can be compared.`;
  const fault = otherKey(read, context) ?? attack.unfit(read, real, context.evidence.now());
  return fault === undefined ? undefined : `The token in --${flagOf(attack.token)} is unfit: ${fault}.`;
}

/** It is shown as the good token is: with the proof of the same key, or without any (RFC 9449 §6.1). */
function otherKey({ claims }: Token, { flow }: CheckContext): string | undefined {
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

/** The flag of `verify` that brings the token. */
function flagOf(token: keyof AttackTokens): string {
  return `${token.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}-token-file`;
}

function attempt(context: CheckContext, sent: string, token: Secret) {
  return present(context, sent, likeTheGoodOne(token, context));
}
