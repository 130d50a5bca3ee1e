import type { Secret, Vault } from '../secret.ts';
import type { Forged } from '../token/index.ts';
import type { ProbeRequest } from '../types.ts';
import { accessToken, likeTheGoodOne, unforgeable } from './bearer.ts';
import type { Check, CheckContext } from './check.ts';
import { type Attempt, judgeRefusals, type Refusals, spokenEra } from './refusal.ts';
import { TOKEN_HANDLING } from './sources.ts';

/** One way of changing the good token, and what to call the outcome. */
export interface Forgery extends Forged {
  readonly sent: string;
}

export interface ForgedTokenRule
  extends Pick<Check, 'id' | 'title' | 'passes' | 'fails' | 'cannotKnow' | 'fix'> {
  /** Further sections than those on the handling of tokens. */
  readonly spec?: readonly string[];
  /** Why no such token can be made, if so; that the good one can be read is seen to. */
  readonly unmet?: (context: CheckContext) => string | undefined;
  /** What a pass does not say, in a sentence. */
  readonly reservation?: string;
  /** A text, or nothing at all: it cannot be made, and the check is skipped for this reason. */
  readonly forge: (
    token: Secret,
    vault: Vault,
    context: CheckContext,
  ) => Promise<readonly Forgery[] | string> | readonly Forgery[];
}

/** A check that sends changed copies of the good token: fresh from it, so that nothing new is disclosed. */
export function forgedTokenCheck({
  forge,
  unmet,
  reservation,
  spec = [],
  ...rule
}: ForgedTokenRule): Check<Refusals> {
  return {
    ...rule,
    level: 'MUST',
    spec: [...TOKEN_HANDLING, ...spec],
    per: 'era',
    needsToken: true,
    needs: ['readable token'],
    part: 'negative',
    unmet: (context) => unforgeable(context) ?? unmet?.(context),
    observe: async (context) => {
      const { vault } = context.http;
      const spoken = spokenEra(context);
      const forgeries = await forge(accessToken(context), vault, context);
      if (typeof forgeries === 'string') return { attempts: [], spoken, skipped: forgeries };
      const attempts: Attempt[] = [];
      for (const { sent, token, inShell } of forgeries)
        attempts.push(await present(context, sent, likeTheGoodOne(token, context, inShell)));
      return {
        attempts,
        spoken,
        skipped: 'No such token can be made of this one, so that nothing was sent.',
      };
    },
    judge: (observation) => {
      const judged = judgeRefusals(observation);
      if (judged.verdict !== 'pass' || reservation === undefined) return judged;
      return { ...judged, message: `${judged.message} ${reservation}` };
    },
  };
}

type Shown = Omit<ProbeRequest, 'era' | 'phase'>;

/** Sends the era's standard request, with a token or whatever else is shown. */
export async function present(context: CheckContext, sent: string, shown: Shown): Promise<Attempt> {
  const { era = 'legacy', probe } = context;
  return { sent, answer: await probe({ era, ...shown, phase: 'check' }) };
}

/** Sends it once per era, however many checks want to see the answer. */
export async function presentOnce(
  context: CheckContext,
  name: string,
  make: () => Promise<Attempt>,
): Promise<Attempt> {
  const { era = 'legacy', shared } = context;
  return await (shared === undefined ? make() : shared(`endpoint/${era}/${name}`, make));
}
