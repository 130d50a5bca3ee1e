import { quote, quoteAll } from '../../token/index.ts';
import { describeAnswer } from '../answer.ts';
import type { NoToken } from '../ask-token.ts';
import { outcomeOf } from '../call-tool.ts';
import type { Check, Judgement } from '../check.ts';
import { untried } from '../insufficient.ts';
import { isGranted, type SteppedUp, stepUp, unsteppable } from '../stepped-up.ts';

export const stepsUp: Check<SteppedUp | NoToken> = {
  id: 'scope/steps-up',
  title: 'lets a client in that asked for what the 403 named',
  level: 'SHOULD',
  spec: [
    'MCP 2026-07-28 authorization, Step-Up Authorization Flow',
    'MCP 2025-11-25 authorization, Step-Up Authorization Flow',
  ],
  revisions: { since: '2025-11-25' },
  per: 'era',
  needsToken: true,
  needs: ['token', 'probes in the file', 'client credential'],
  passes:
    'The road of a client that steps up, walked once: 403, a new token with the union of the scopes it had and those that were named, the same call again. The authorization server grants them, and the call succeeds.',
  fails:
    'The new token does not help, or the authorization server does not know the scopes that the endpoint names: `warn`.',
  cannotKnow: 'Whether a client may have more, where its narrower token was not made for this check.',
  fix: 'Name in challenges the scopes exactly as the authorization server knows them, allow them to the client, and decide each call by the token that comes with it, not by what an earlier one was allowed.',
  unmet: unsteppable,
  observe: stepUp,
  judge: (observed) => ('why' in observed ? untried(observed) : judgeStep(observed)),
};

function judgeStep(observed: SteppedUp): Judgement {
  const { call, challenged, asked, token, answer, exchanges } = observed;
  const named = `After a 403 that named ${quoteAll(challenged)}`;
  if ('why' in token) {
    // The client may have what the tool needs, so it is the name that is wrong.
    if (!call.askedFor || token.error !== 'invalid_scope') return untried({ ...token, exchanges });
    return {
      verdict: 'warn',
      message: `${named}, the authorization server does not grant it: ${token.why}. Scopes that it knows were expected.`,
      exchanges,
    };
  }
  if (answer === null || !isGranted(observed))
    return untried({ why: `the authorization server did not grant all of ${quoteAll(asked)}`, exchanges });
  const came = `${named}, the call of ${quote(call.tool.tool)} with a token for ${quoteAll(asked)} was answered ${describeAnswer(answer)}`;
  const facts = { exchanges, shown: answer.exchange };
  const outcome = outcomeOf(answer);
  if (outcome === 'executed') return { verdict: 'pass', message: `${came}, as expected.`, ...facts };
  if (outcome === 'unclear')
    return { verdict: 'inconclusive', message: `${came}: that is not about the scopes.`, ...facts };
  return { verdict: 'warn', message: `${came}: stepping up leads nowhere; a result was expected.`, ...facts };
}
