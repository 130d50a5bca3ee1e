import { quote, quoteAll } from '../../token/index.ts';
import type { FlowEvidence, ProbeAnswer } from '../../types.ts';
import { describeAnswer } from '../answer.ts';
import { askForToken, askingFlows, cannotAsk, type HeldToken, type NoToken } from '../ask-token.ts';
import { hasToken, isPresentable, likeTheGoodOne } from '../bearer.ts';
import { callTool, outcomeOf } from '../call-tool.ts';
import type { Check, CheckContext, Judgement } from '../check.ts';
import { present } from '../forged.ts';
import { covering, scopedTool, untried } from '../insufficient.ts';
import { letterScopes } from '../letter.ts';
import { allOf, OIDC, type Permissions, permissionsOf } from '../permissions.ts';

type Scopeless =
  | NoToken
  | {
      /** What was asked of the endpoint. */
      readonly sent: string;
      /** It was a tool that needs scopes. */
      readonly needsScopes: boolean;
      /** Scopes that the endpoint speaks of. */
      readonly spokenOf: readonly string[];
      readonly answer: ProbeAnswer;
      readonly exchanges: readonly number[];
    };

export const refusesTokenWithoutScope: Check<Scopeless> = {
  id: 'scope/refuses-token-without-scope',
  title: 'does not take a token without any scope for one with all of them',
  level: 'SHOULD',
  spec: ['derived from MCP 2026-07-28 authorization, Error Handling'],
  per: 'era',
  needsToken: true,
  needs: ['token', 'client credential'],
  passes:
    'A token for this endpoint that carries no scope of it is used: for the tool of `probes.scopedTool`, else for the standard request. 403 has to come back, or a result where no scopes are in use.',
  fails:
    'The tool that needs scopes is carried out: `fail`. Another refusal than 403: `warn`. A list, where the endpoint speaks of scopes and no tool is named: `info`.',
  cannotKnow: 'What tools would do, unless `probes.scopedTool` names one that may be called.',
  fix: 'Treat a token without `scope` (and without roles) as one that permits nothing; an empty list of permissions must not skip the comparison.',
  unmet: (context) => {
    if (scopelessFlow(context) !== undefined || askingFlows(context).length > 0) return undefined;
    const reason = context.flow === undefined ? undefined : cannotAsk(context, context.flow);
    return `Needs a token without scopes, or a flow whose client can ask for one, for instance --flow client_credentials (${reason ?? 'there is no flow'}).`;
  },
  observe: observeScopeless,
  judge: (observed) => {
    if ('why' in observed) return untried(observed);
    return { ...judgeScopeless(observed), exchanges: observed.exchanges, shown: observed.answer.exchange };
  },
};

async function observeScopeless(context: CheckContext): Promise<Scopeless> {
  const token = await scopelessToken(context);
  if ('why' in token) return token;
  const { discovery } = context.evidence;
  const spokenOf = discovery === null ? [] : letterScopes(discovery);
  const tool = scopedTool(context);
  const { answer } =
    tool === undefined
      ? await present(context, 'the token', token.shown)
      : await callTool(context, tool, token.shown);
  const sent =
    tool === undefined
      ? 'The standard request'
      : `The call of ${quote(tool.tool)}, which needs ${quoteAll(tool.needs)},`;
  const exchanges = [...token.exchanges, answer.exchange];
  return { sent, needsScopes: tool !== undefined, spokenOf, answer, exchanges };
}

/** Of a flow, else as clients can honestly ask for one: without `scope`, or to sign in and no more. */
async function scopelessToken(context: CheckContext): Promise<HeldToken | NoToken> {
  const flow = scopelessFlow(context);
  if (flow?.tokens !== undefined)
    return {
      flow,
      shown: likeTheGoodOne(flow.tokens.accessToken, { ...context, flow }, '$SCOPELESS_TOKEN'),
      permits: permissionsOf(flow),
      aud: flow.token?.aud ?? [],
      exchanges: flow.tokens.exchanges,
    };
  return await askForToken(
    context,
    '$SCOPELESS_TOKEN',
    ({ request }) => {
      // Entra ID refuses the one, and answers the other with a token for Microsoft Graph.
      if (context.evidence.profile.name === 'entra') return undefined;
      return request.flow === 'client_credentials' ? 'none' : ['openid'];
    },
    ({ permits }) =>
      permitsNothing(permits, context)
        ? undefined
        : `asked for a token without scopes of the endpoint, the authorization server gave one with ${quoteAll(allOf(permits) ?? [])}`,
  );
}

function scopelessFlow(context: CheckContext): FlowEvidence | undefined {
  return context.evidence.flows.find(
    (flow) => hasToken(flow) && isPresentable(flow) && permitsNothing(permissionsOf(flow), context),
  );
}

/** Scopes of OpenID Connect permit nothing at an endpoint, and roles nothing of a tool that does not need them. */
function permitsNothing({ scopes, roles }: Permissions, context: CheckContext): boolean {
  const tool = scopedTool(context);
  const isIdle = (role: string) => tool !== undefined && !covering(tool).includes(role);
  return scopes?.every((scope) => OIDC.has(scope)) === true && roles.every(isIdle);
}

function judgeScopeless(observed: Exclude<Scopeless, NoToken>): Omit<Judgement, 'exchanges'> {
  const { sent, needsScopes, spokenOf, answer } = observed;
  const came = `${sent} with a token that has no scope was answered ${describeAnswer(answer)}`;
  const outcome = outcomeOf(answer);
  if (outcome === 'unclear')
    return { verdict: 'inconclusive', message: `${came}: that is not about the scopes.` };
  if (outcome === 'executed') return judgeAccepted(came, needsScopes, spokenOf);
  if (answer.status === 403) return { verdict: 'pass', message: `${came}, as expected.`, accepted: false };
  return { verdict: 'warn', message: `${came}: refused, but not by 403.`, accepted: false };
}

function judgeAccepted(
  came: string,
  needsScopes: boolean,
  spokenOf: readonly string[],
): Omit<Judgement, 'exchanges'> {
  if (needsScopes)
    return {
      verdict: 'fail',
      message: `${came}: it was CARRIED OUT; 403 was expected.`,
      certain: true,
      accepted: true,
    };
  return spokenOf.length === 0
    ? { verdict: 'pass', message: `${came}; the endpoint speaks of no scopes.` }
    : {
        verdict: 'info',
        message: `${came}, although the endpoint speaks of ${quoteAll(spokenOf)}: perhaps only its tools need them.`,
      };
}
