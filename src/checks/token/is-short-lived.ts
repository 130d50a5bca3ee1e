import type { Check, CheckContext } from '../check.ts';
import { exchangesOfToken } from '../readable.ts';
import { type Provider, providerOf } from '../server-metadata.ts';

interface Life {
  /** Seconds from its making to its end; null: nobody said when it ends. */
  readonly seconds: number | null;
  readonly provider: Provider;
  readonly exchanges: readonly number[];
}

export const isShortLived: Check<Life> = {
  id: 'token/is-short-lived',
  title: 'is reached with a token that lives an hour at most',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 authorization security considerations, Token Theft', 'RFC 6750 §5.3'],
  passes: 'From `iat` to `exp` of the token, or by `expires_in` of the answer, it is an hour or less.',
  fails:
    'It lives longer, or nobody says when it ends: warn, because a stolen token is good for so long. The 60 to 90 minutes that Entra ID picks by itself: info.',
  fix: 'Set the lifetime of access tokens to an hour or less at the authorization server, and give people refresh tokens. Entra ID: a token lifetime policy on the API.',
  per: 'flow',
  needsToken: true,
  unmet: ({ flow }) =>
    flow?.request.flow === 'bearer' && flow.token?.claims == null
      ? 'The token was given and cannot be read, so nothing says how long it lives.'
      : undefined,
  observe: async (context) => ({
    seconds: secondsOf(context),
    provider: providerOf(context.evidence),
    exchanges: exchangesOfToken(context),
  }),
  judge: ({ seconds, provider, exchanges }) => {
    if (seconds === null)
      return {
        verdict: 'warn',
        message: 'Neither the token nor the token answer says when it ends; an hour or less was expected.',
        exchanges,
      };
    const lives = `The token lives ${spoken(seconds)}`;
    if (seconds <= HOUR) return { verdict: 'pass', message: `${lives}.`, exchanges };
    if (provider.isGiven && seconds <= LONGEST_BY_CHANCE)
      return {
        verdict: 'info',
        message: `${lives}: ${provider.title} picks between 60 and 90 minutes by chance, and back-dates the start by five.`,
        exchanges,
      };
    return {
      verdict: 'warn',
      message: `${lives}; an hour or less was expected, because a stolen one is good for so long${seconds > DAY ? ': more than a day is a password' : ''}.`,
      exchanges,
    };
  },
};

const HOUR = 3600;
const DAY = 24 * HOUR;
/** Microsoft identity platform, "Configurable token lifetimes": 90 minutes; and the back-dating of `iat`. */
const LONGEST_BY_CHANCE = 95 * 60;

/** From `iat`, else `nbf`, else from when the answer came, which is as good as now. */
function secondsOf({ flow, evidence }: CheckContext): number | null {
  const { token, tokens } = flow ?? {};
  const ends = token?.expiresAt == null ? (tokens?.expiresAt ?? null) : Date.parse(token.expiresAt);
  const begins = token?.issuedAt ?? token?.notBefore ?? null;
  return ends === null
    ? null
    : Math.round((ends - (begins === null ? evidence.now() : Date.parse(begins))) / 1000);
}

function spoken(seconds: number): string {
  if (seconds < 120) return `${seconds} seconds`;
  return seconds < 2 * HOUR ? `${Math.round(seconds / 60)} minutes` : `${Math.round(seconds / HOUR)} hours`;
}
