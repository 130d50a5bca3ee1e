import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { isLive, SKEW, unfitness } from '../attack.ts';
import { withExpired } from '../bad-tokens.ts';
import { accessToken, likeTheGoodOne } from '../bearer.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { present } from '../forged.ts';
import {
  type Attempt,
  isEraError,
  judgeRefusals,
  type Refusals,
  spokenEra,
  wasAccepted,
} from '../refusal.ts';
import { TOKEN_HANDLING } from '../sources.ts';

/** Servers commonly forgive a minute. */
const SHORTEST_WAIT = 60_000;

interface Expiry extends Refusals {
  /** The good token while it was good: nothing else shows that this era's door opens at all. */
  readonly before: ProbeAnswer;
  /** Milliseconds after its expiry at which a token was still let in that may be forgiven so much. */
  readonly forgiven?: number;
}

/** Without `part`: the token that it waits for is the one that the control needs, so that it is its own control. */
export const rejectsExpiredToken: Check<Expiry> = {
  id: 'endpoint/rejects-expired-token',
  title: 'rejects a token that has expired',
  level: 'MUST',
  spec: [...TOKEN_HANDLING, 'RFC 7519 §4.1.4'],
  per: 'era',
  needsToken: true,
  needs: ['lab or file'],
  alone: 'last',
  passes:
    'A validly signed token that expired five minutes ago or more is sent: from a file, of the lab, or with --wait-expiry the good one after its time. It has to be answered 401, and the good one had to be accepted before.',
  fails: 'Accepting it is critical: a stolen token is good for ever. Another refusal than 401 fails, too.',
  cannotKnow:
    'Up to five minutes after its expiry a token may be forgiven for clocks that differ; acceptance within them is inconclusive.',
  fix: 'Have the verifier demand `exp` and compare it with the clock, with a minute or two of tolerance at most; with introspection, look at `active` at every request.',
  unmet: (context) => (context.attackTokens?.expired === undefined ? cannotWait(context) : unfit(context)),
  observe: async (context) => {
    const shown = likeTheGoodOne(accessToken(context), context);
    const { answer: before } = await present(context, 'the good token', shown);
    const spoken = spokenEra(context);
    if (!wasAccepted(before)) return { attempts: [], spoken, before };
    const expired = await withExpired(context);
    if (expired !== undefined) return { attempts: [expired], spoken, before };
    return {
      ...(await afterwards(context, () => present(context, 'the token after its expiry', shown))),
      before,
    };
  },
  judge: (seen) => {
    const { before, forgiven, attempts } = seen;
    if (!wasAccepted(before)) return withoutControl(before);
    const judged = judgeRefusals(seen);
    const exchanges = [before.exchange, ...attempts.map(({ answer }) => answer.exchange)];
    if (judged.accepted !== true || forgiven === undefined) return { ...judged, exchanges };
    return {
      verdict: 'inconclusive',
      message: `The token was still accepted ${Math.round(forgiven / 1000)} s after its expiry, which may be tolerance for clocks that differ; wait longer with --wait-expiry.`,
      exchanges,
    };
  },
};

function withoutControl(before: ProbeAnswer): Judgement {
  return {
    verdict: isEraError(before) ? 'info' : 'inconclusive',
    message: `The good token was answered ${describeAnswer(before)}: a refusal of an expired one would prove nothing.`,
    exchanges: [before.exchange],
  };
}

/** As soon as the shortest tolerance is over, and if it is let in then, once more after the longest. */
async function afterwards(
  context: CheckContext,
  again: () => Promise<Attempt>,
): Promise<Omit<Expiry, 'before'>> {
  const spoken = spokenEra(context);
  const expiry = expiryOf(context);
  if (expiry === undefined) return { attempts: [], spoken };
  const deadline = context.evidence.now() + (context.allows?.waitExpiryMs ?? 0);
  await waitUntil(expiry + SHORTEST_WAIT, context);
  const early = await again();
  if (!wasAccepted(early.answer)) return { attempts: [early], spoken };
  if (expiry + SKEW > deadline)
    return { attempts: [early], spoken, forgiven: context.evidence.now() - expiry };
  await waitUntil(expiry + SKEW, context);
  return { attempts: [await again()], spoken };
}

async function waitUntil(time: number, { evidence, wait }: CheckContext): Promise<void> {
  const milliseconds = time - evidence.now();
  if (milliseconds > 0) await wait?.(milliseconds);
}

/** Milliseconds since the epoch: what the token says, else what came with it. */
function expiryOf({ flow }: CheckContext): number | undefined {
  const said = flow?.token?.expiresAt;
  return typeof said === 'string' ? Date.parse(said) : (flow?.tokens?.expiresAt ?? undefined);
}

function cannotWait(context: CheckContext): string | undefined {
  const allowed = context.allows?.waitExpiryMs ?? 0;
  if (allowed === 0)
    return 'Needs an expired token, validly signed: name a file with --expired-token-file FILE, use --lab, or let the run wait for the end of its own token with --wait-expiry SECONDS.';
  const expiry = expiryOf(context);
  if (expiry === undefined) return 'Nobody said when the token expires, so that it cannot be waited for.';
  const seconds = Math.ceil((expiry + SHORTEST_WAIT - context.evidence.now()) / 1000);
  return seconds * 1000 > allowed
    ? `The token has expired for good only in ${seconds} s, and --wait-expiry allows ${Math.round(allowed / 1000)}.`
    : undefined;
}

function unfit(context: CheckContext): string | undefined {
  return unfitness(context, 'expired', 'an expired token', (attack, real, now) => {
    if (attack.expiresAt === null || isLive(attack, now - SKEW))
      return 'it did not expire five minutes ago or more';
    if (attack.iss !== real.iss) return 'it has another issuer, too';
    return attack.aud.some((audience) => real.aud.includes(audience))
      ? undefined
      : 'it has another audience, too';
  });
}
