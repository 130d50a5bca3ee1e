import type { NoToken } from '../ask-token.ts';
import { outcomeOf } from '../call-tool.ts';
import type { Check, Judgement } from '../check.ts';
import { type InsufficientCall, insufficientCall, unscoped, untried } from '../insufficient.ts';
import { ERROR_HANDLING } from '../sources.ts';
import { describeCall } from './insufficient-is-403.ts';

export const insufficientIsNot401: Check<InsufficientCall | NoToken> = {
  id: 'scope/insufficient-is-not-401',
  title: 'does not call a good token invalid because it lacks a scope',
  level: 'SHOULD',
  spec: [...ERROR_HANDLING, 'RFC 6750 §3.1'],
  per: 'era',
  needsToken: true,
  needs: ['token', 'probes in the file'],
  passes:
    'The same call as for scope/insufficient-is-403: a good token that lacks what the tool needs is refused, with any status but 401.',
  fails:
    '401: `warn`. A client takes it for a token that ran out, gets the same one again, and goes round in circles.',
  fix: 'Keep 401 for tokens that are missing, expired or not valid here; a valid token with too few scopes or roles gets 403.',
  unmet: unscoped,
  observe: insufficientCall,
  judge: (observed) => ('why' in observed ? untried(observed) : judgeCall(observed)),
};

function judgeCall(call: InsufficientCall): Judgement {
  const { answer, isGood, exchanges } = call;
  const came = describeCall(call);
  const facts = { exchanges, shown: answer.exchange };
  const outcome = outcomeOf(answer);
  if (outcome === 'unclear')
    return { verdict: 'inconclusive', message: `${came}: that is not about the scopes.`, ...facts };
  if (outcome !== 'refused')
    return { verdict: 'skip', message: `${came}: there is no refusal by status to look at.`, ...facts };
  if (answer.status !== 401) return { verdict: 'pass', message: `${came}, which is not 401.`, ...facts };
  return isGood
    ? {
        verdict: 'warn',
        message: `${came}: a client gets a new token with the same scopes, and the same answer; 403 was expected.`,
        ...facts,
      }
    : {
        verdict: 'inconclusive',
        message: `${came}: perhaps the endpoint takes no token of this client, whatever its scopes.`,
        ...facts,
      };
}
