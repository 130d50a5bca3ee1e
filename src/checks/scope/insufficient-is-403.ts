import { quote, quoteAll } from '../../token/index.ts';
import { describeAnswer } from '../answer.ts';
import type { NoToken } from '../ask-token.ts';
import { type Outcome, outcomeOf } from '../call-tool.ts';
import type { Check, Judgement } from '../check.ts';
import { type InsufficientCall, insufficientCall, unscoped, untried } from '../insufficient.ts';
import { SCOPE_CHALLENGES } from '../sources.ts';

export const insufficientIs403: Check<InsufficientCall | NoToken> = {
  id: 'scope/insufficient-is-403',
  title: 'answers 403 when the token lacks what a tool needs',
  level: 'SHOULD',
  spec: [...SCOPE_CHALLENGES, 'RFC 6750 §3.1'],
  revisions: { since: '2025-11-25' },
  per: 'era',
  needsToken: true,
  needs: ['token', 'probes in the file'],
  passes:
    'The tool of `probes.scopedTool` is called with a token that lacks what it `needs`: that of a narrower flow, or one asked for with narrower scopes. 403 has to come back.',
  fails:
    'The call is carried out: `fail`. 401, another status, or a JSON-RPC or tool error with status 200: `warn`, because clients learn from the 403 alone that more scope would help.',
  cannotKnow:
    'Which scopes include others: name the broader one as `probes.scopedTool.broader`, or a token with it passes for one that lacks something.',
  fix: 'Compare the scopes or roles of the token with what the tool needs before the call reaches the tool, and answer 403 with `WWW-Authenticate: Bearer error="insufficient_scope"`.',
  unmet: unscoped,
  observe: insufficientCall,
  judge: (observed) => ('why' in observed ? untried(observed) : judgeCall(observed)),
};

function judgeCall(call: InsufficientCall): Judgement {
  const { answer, isGood, exchanges } = call;
  const outcome = outcomeOf(answer);
  const came = describeCall(call);
  const facts = { exchanges, shown: answer.exchange, accepted: outcome === 'executed' };
  if (outcome === 'executed')
    return {
      verdict: 'fail',
      message: `${came}: it was CARRIED OUT; 403 was expected.`,
      ...facts,
      certain: true,
    };
  if (outcome === 'unclear')
    return { verdict: 'inconclusive', message: `${came}: that is not about the scopes.`, ...facts };
  if (answer.status === 403) return { verdict: 'pass', message: `${came}, as expected.`, ...facts };
  if (answer.status === 401 && !isGood)
    return {
      verdict: 'inconclusive',
      message: `${came}: perhaps because of its scopes, perhaps because the endpoint takes no token of this client.`,
      ...facts,
    };
  return {
    verdict: 'warn',
    message: `${came}: not carried out, ${WRONG[outcome]}; 403 was expected.`,
    ...facts,
  };
}

const WRONG: Readonly<Record<Exclude<Outcome, 'executed' | 'unclear'>, string>> = {
  refused: 'but refused with a status that clients do not take for a lack of scope',
  rpc_error: 'but refused by JSON-RPC alone, which no client takes for a lack of scope',
  tool_error: 'but refused by a tool result, which reaches the model and not the client',
};

/** "The call of "subtract" with a token without "calculator.subtract" was answered 403". */
export function describeCall({ tool, answer }: Pick<InsufficientCall, 'tool' | 'answer'>): string {
  return `The call of ${quote(tool.tool)} with a token without ${quoteAll(tool.needs)} was answered ${describeAnswer(answer)}`;
}
