import { quote, quoteAll } from '../../token/index.ts';
import type { ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { askForToken, type NoToken } from '../ask-token.ts';
import { callTool, outcomeOf } from '../call-tool.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { type ScopedTool, scopedTool, unaskable, untried } from '../insufficient.ts';
import { allOf, includesPermission } from '../permissions.ts';

type Broad =
  | NoToken
  | {
      readonly tool: ScopedTool;
      readonly broader: string;
      readonly answer: ProbeAnswer;
      readonly exchanges: readonly number[];
    };

export const honoursBroaderScope: Check<Broad> = {
  id: 'scope/honours-broader-scope',
  title: 'takes a broader scope for the narrower ones that it includes',
  level: 'MUST',
  spec: ['MCP 2026-07-28 authorization, Step-Up Authorization Flow'],
  revisions: { since: '2026-07-28' },
  only: 'modern',
  per: 'era',
  needsToken: true,
  needs: ['token', 'probes in the file', 'client credential'],
  passes:
    'A token with nothing but `probes.scopedTool.broader` is asked for, and the tool is called with it: a result comes back.',
  fails:
    'A refusal: `warn`. It is for the operator to say whether the one scope was really meant to include the other.',
  fix: 'Spell out which scopes a scope includes, and compare what a tool needs with the expanded set instead of the words of the token.',
  unmet: (context) =>
    unaskable(context) ??
    (scopedTool(context)?.broader === undefined
      ? 'Needs a scope that includes what the tool needs: name it in the configuration file as `probes.scopedTool.broader`, if there is one.'
      : undefined),
  observe: observeBroad,
  judge: (observed) => {
    if ('why' in observed) return untried(observed);
    return { ...judgeBroad(observed), exchanges: observed.exchanges, shown: observed.answer.exchange };
  },
};

async function observeBroad(context: CheckContext): Promise<Broad> {
  const tool = scopedTool(context);
  const broader = tool?.broader;
  if (tool === undefined || broader === undefined) return { why: 'no broader scope is named', exchanges: [] };
  const token = await askForToken(
    context,
    '$BROADER_TOKEN',
    () => [broader],
    ({ permits }) => {
      const permissions = allOf(permits) ?? [broader];
      if (!includesPermission(permissions, broader))
        return `asked for ${broader}, the authorization server did not grant it`;
      return tool.needs.every((scope) => includesPermission(permissions, scope))
        ? `asked for ${broader}, the authorization server granted what the tool needs by name, too`
        : undefined;
    },
  );
  if ('why' in token) return token;
  const { answer } = await callTool(context, tool, token.shown);
  return { tool, broader, answer, exchanges: [...token.exchanges, answer.exchange] };
}

function judgeBroad({ tool, broader, answer }: Exclude<Broad, NoToken>): Omit<Judgement, 'exchanges'> {
  const came = `The call of ${quote(tool.tool)}, which needs ${quoteAll(tool.needs)}, with a token for ${quote(broader)} alone was answered ${describeAnswer(answer)}`;
  const outcome = outcomeOf(answer);
  if (outcome === 'executed') return { verdict: 'pass', message: `${came}, as expected.` };
  if (outcome === 'unclear')
    return { verdict: 'inconclusive', message: `${came}: that is not about the scopes.` };
  return {
    verdict: 'warn',
    message: `${came}: if the one includes the other, a result was expected; look at who is right.`,
  };
}
