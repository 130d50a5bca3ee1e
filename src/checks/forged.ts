import type { Secret, Vault } from '../secret.ts';
import { accessToken, likeTheGoodOne, type Shown, unforgeable } from './bearer.ts';
import type { Check, CheckContext } from './check.ts';
import { judgeRefusals, type Refusals, spokenEra } from './refusal.ts';
import { TOKEN_HANDLING } from './sources.ts';

/** One way of changing the good token, and what to call the outcome. */
export interface Forgery {
  readonly sent: string;
  readonly token: Secret;
}

/** A check that sends changed copies of the good token: fresh from it, so that nothing new is disclosed. */
export function forgedTokenCheck(
  id: string,
  title: string,
  forge: (token: Secret, vault: Vault) => Promise<readonly Forgery[]>,
): Check<Refusals> {
  return {
    id,
    title,
    level: 'MUST',
    spec: TOKEN_HANDLING,
    per: 'era',
    needsToken: true,
    part: 'negative',
    unmet: unforgeable,
    observe: async (context) => {
      const { vault } = context.http;
      const forgeries = await forge(accessToken(context), vault);
      const attempts = [];
      for (const { sent, token } of forgeries)
        attempts.push(await present(context, sent, likeTheGoodOne(token, context)));
      return { attempts, spoken: spokenEra(context) };
    },
    judge: (observation) => judgeRefusals(observation),
  };
}

/** Sends the era's standard request with a token. */
export async function present(context: CheckContext, sent: string, shown: Shown) {
  const { era = 'legacy', probe } = context;
  return { sent, answer: await probe({ era, ...shown, phase: 'check' }) };
}
