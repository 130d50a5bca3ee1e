import { quote, quoteAll } from '../../token/index.ts';
import { describeAnswer } from '../answer.ts';
import type { NoToken } from '../ask-token.ts';
import { outcomeOf } from '../call-tool.ts';
import type { Check, Judgement } from '../check.ts';
import { untried } from '../insufficient.ts';
import { isGranted, type SteppedUp, stepUp, unsteppable } from '../stepped-up.ts';

export const challengeIsComplete: Check<SteppedUp | NoToken> = {
  id: 'scope/challenge-is-complete',
  title: 'names all missing scopes in one challenge',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 authorization, Scope Challenge Handling'],
  revisions: { since: '2026-07-28' },
  only: 'modern',
  per: 'era',
  needsToken: true,
  needs: ['token', 'probes in the file', 'client credential'],
  passes:
    'A token is asked for with exactly the scopes that the 403 named, together with those that the refused token had. The same call with it succeeds at the first attempt.',
  fails: 'Another 403: `warn`. A person would have to consent once more for each scope that was held back.',
  cannotKnow: 'What the challenge is worth when the authorization server does not grant the scopes it names.',
  fix: 'Collect every scope that the operation needs before you answer, and put them all into the `scope` of the one 403.',
  unmet: unsteppable,
  observe: stepUp,
  judge: (observed) => ('why' in observed ? untried(observed) : judgeRetry(observed)),
};

function judgeRetry(observed: SteppedUp): Judgement {
  const { call, asked, token, answer, exchanges } = observed;
  if ('why' in token) return untried({ ...token, exchanges });
  if (answer === null || !isGranted(observed))
    return untried({ why: `the authorization server did not grant all of ${quoteAll(asked)}`, exchanges });
  const came = `After a 403 that named ${quoteAll(observed.challenged)}, the call of ${quote(call.tool.tool)} with a token for ${quoteAll(asked)} was answered ${describeAnswer(answer)}`;
  const facts = { exchanges, shown: answer.exchange };
  if (outcomeOf(answer) === 'executed')
    return { verdict: 'pass', message: `${came}, as expected.`, ...facts };
  if (answer.status === 403)
    return {
      verdict: 'warn',
      message: `${came}: the first challenge did not name all that is needed.`,
      ...facts,
    };
  return { verdict: 'inconclusive', message: `${came}: that says nothing of its scopes.`, ...facts };
}
