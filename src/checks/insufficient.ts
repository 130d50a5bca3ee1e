import type { FlowEvidence, ProbeAnswer, ProbeSettings } from '../types.ts';
import { askForToken, askingFlows, cannotAsk, type HeldToken, type NoToken } from './ask-token.ts';
import { hasToken, isPresentable, likeTheGoodOne } from './bearer.ts';
import { callTool } from './call-tool.ts';
import type { CheckContext, Judgement } from './check.ts';
import { present } from './forged.ts';
import { once } from './once.ts';
import { allOf, includesPermission, OIDC, type Permissions, permissionsOf } from './permissions.ts';

export type ScopedTool = NonNullable<ProbeSettings['scopedTool']>;

/** The call of the named tool with a token that lacks what it needs. */
export interface InsufficientCall {
  readonly tool: ScopedTool;
  readonly token: HeldToken;
  /** Whether the authorization server gave the token on request, so that its client can have more. */
  readonly askedFor: boolean;
  readonly answer: ProbeAnswer;
  /** Whether a refusal can be about its scopes alone: the token is known to be good otherwise. */
  readonly isGood: boolean;
  readonly exchanges: readonly number[];
}

/** Why no check about insufficient scope can run, if so. */
export function unscoped(context: CheckContext): string | undefined {
  const tool = scopedTool(context);
  if (tool === undefined) return NEEDS_TOOL;
  if (narrowFlow(context, tool) !== undefined || askingFlows(context).length > 0) return undefined;
  const reasons = context.evidence.flows.map((flow) => cannotAsk(context, flow));
  return `Needs a token without ${tool.needs.join(' ')}: add a flow with narrower \`scopes\`, or one whose client can ask for such a token (${reasons[0] ?? 'there is no flow'}).`;
}

const NEEDS_TOOL =
  'Needs a harmless tool and the scopes or roles that it needs: name them in the configuration file as `probes.scopedTool`.';

/** Why no check that asks for a token can run, if so. */
export function unaskable(context: CheckContext): string | undefined {
  if (scopedTool(context) === undefined) return NEEDS_TOOL;
  return askingFlows(context).length > 0
    ? undefined
    : `Needs a flow whose client can ask for another token, for instance --flow client_credentials (${context.flow === undefined ? 'there is no flow' : (cannotAsk(context, context.flow) ?? '')}).`;
}

export function scopedTool({ evidence }: CheckContext): ScopedTool | undefined {
  return evidence.target.probes?.scopedTool;
}

/** Made once per era, whichever check wants it first. */
export async function insufficientCall(context: CheckContext): Promise<InsufficientCall | NoToken> {
  return await once(context, `scope/insufficient/${context.era ?? 'legacy'}`, async () => {
    const tool = scopedTool(context);
    if (tool === undefined) return { why: NEEDS_TOOL, exchanges: [] };
    const token = await once(context, 'scope/narrow-token', () => narrowToken(context, tool));
    if ('why' in token) return token;
    const { opening, answer } = await callTool(context, tool, token.shown);
    const control =
      opening ??
      (answer.status === 401 ? (await present(context, 'the token', token.shown)).answer : undefined);
    return {
      tool,
      token,
      askedFor: token.askedFor,
      answer,
      isGood: control?.kind === 'result' || speaksOfScope(answer) || isAlike(token, context),
      exchanges: [...token.exchanges, ...(control === undefined ? [] : [control.exchange]), answer.exchange],
    };
  });
}

/** It was read, and found to lack something (RFC 6750 §3.1). */
function speaksOfScope({ status, challenges }: ProbeAnswer): boolean {
  return status === 403 || challenges.some(({ parameters }) => parameters.error === 'insufficient_scope');
}

/** From the same authorization server for the same audience as the good one. */
function isAlike({ aud }: HeldToken, { flow }: CheckContext): boolean {
  const good = flow?.token?.aud ?? [];
  return aud.length > 0 && aud.length === good.length && aud.every((one) => good.includes(one));
}

/** What a check says that could not get its token. */
export function untried({ why, exchanges }: NoToken): Judgement {
  return { verdict: 'skip', message: `It could not be tried: ${why}.`, exchanges };
}

async function narrowToken(
  context: CheckContext,
  tool: ScopedTool,
): Promise<(HeldToken & { readonly askedFor: boolean }) | NoToken> {
  const flow = narrowFlow(context, tool);
  if (flow?.tokens !== undefined)
    return {
      flow,
      shown: likeTheGoodOne(flow.tokens.accessToken, { ...context, flow }, '$NARROW_TOKEN'),
      permits: permissionsOf(flow),
      aud: flow.token?.aud ?? [],
      exchanges: flow.tokens.exchanges,
      askedFor: false,
    };
  const token = await askForToken(
    context,
    '$NARROW_TOKEN',
    (asking) => otherScopes(context, asking, tool),
    ({ permits }) =>
      isNarrow(permits, tool)
        ? undefined
        : 'asked for less than the tool needs, the authorization server granted that all the same, or did not say what it granted',
  );
  return 'why' in token ? token : { ...token, askedFor: true };
}

/** A flow whose token is known to lack something that the tool needs. */
function narrowFlow({ evidence }: CheckContext, tool: ScopedTool): FlowEvidence | undefined {
  return evidence.flows.find(
    (flow) =>
      hasToken(flow) &&
      isPresentable(flow) &&
      isNarrow(permissionsOf(flow), tool) &&
      // One that is turned away altogether shows nothing of scopes.
      (flow.sessions.length === 0 || flow.sessions.some((session) => session.error === null)),
  );
}

function isNarrow(permits: Permissions, tool: ScopedTool): boolean {
  const permissions = allOf(permits);
  if (permissions === undefined) return false;
  if (tool.broader !== undefined && includesPermission(permissions, tool.broader)) return false;
  return tool.needs.some((scope) => !includesPermission(permissions, scope));
}

/** What lets the tool be called. */
export function covering({ needs, broader }: ScopedTool): readonly string[] {
  return [...needs, ...(broader === undefined ? [] : [broader])];
}

/** What the client has besides, else what the endpoint says that there is besides. */
function otherScopes(
  context: CheckContext,
  flow: FlowEvidence,
  tool: ScopedTool,
): readonly string[] | undefined {
  const { scopes, roles } = permissionsOf(flow);
  const without = (all: readonly string[]) =>
    all.filter((scope) => !OIDC.has(scope) && !includesPermission(covering(tool), scope));
  const own = without(scopes ?? []);
  if (own.length > 0) return own;
  // Roles are assigned: however little is asked for, they come along.
  if (roles.some((role) => covering(tool).includes(role))) return undefined;
  const supported = context.evidence.discovery?.protectedResourceMetadata?.document.scopes_supported ?? [];
  const [other] = without(supported);
  return other === undefined ? undefined : [other];
}
