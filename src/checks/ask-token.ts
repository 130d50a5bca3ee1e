import type { Secret } from '../secret.ts';
import { decodeToken, quoteAll } from '../token/index.ts';
import type { FlowEvidence, FormParameters, ServerAnswer, ServerProbe } from '../types.ts';
import { besidesScope } from './as-machine.ts';
import { isPresentable, likeTheGoodOne, type Shown } from './bearer.ts';
import type { CheckContext } from './check.ts';
import { once } from './once.ts';
import { OIDC, type Permissions, permissionsOf } from './permissions.ts';

/** A token that a check asked for, or that a flow brought. */
export interface HeldToken {
  /** Whose client it is. */
  readonly flow: FlowEvidence;
  readonly shown: Shown;
  readonly permits: Permissions;
  /** Where it is for, as far as it says so. */
  readonly aud: readonly string[];
  readonly exchanges: readonly number[];
}

/** Why there is no such token, in plain words. */
export interface NoToken {
  readonly why: string;
  /** What the authorization server said, if it was asked. */
  readonly error?: string;
  readonly exchanges: readonly number[];
}

const PERSON = 'authorization_code';
const MACHINE = 'client_credentials';

/** Why the client of a flow cannot ask for another token, if so. */
export function cannotAsk(context: CheckContext, flow: FlowEvidence): string | undefined {
  const { serverProbe, allows } = context;
  if (!isPresentable(flow)) return 'the token of the flow cannot be presented';
  if (![PERSON, MACHINE].includes(flow.request.flow))
    return `the flow ${flow.request.flow} cannot ask for another token`;
  if (serverProbe === undefined) return 'the authorization server is not asked in this run';
  const { unable } = serverProbe(flow);
  if (unable !== undefined) return unable;
  return flow.request.flow === PERSON && allows?.signIns !== true
    ? 'nobody may be asked to sign in once more (--allow-sign-ins)'
    : undefined;
}

/** The flows whose clients can ask for another token, that of the context first. */
export function askingFlows(context: CheckContext): readonly FlowEvidence[] {
  const { flow, evidence } = context;
  const all = [...(flow === undefined ? [] : [flow]), ...evidence.flows];
  return [...new Set(all)].filter((one) => cannotAsk(context, one) === undefined);
}

/** Each attempt is a sign-in, or a request with a client's secret. */
const MOST_ATTEMPTS = 3;

/**
 * The first token that fits, of the flows whose clients can ask. `wanted`: the scopes to ask for as the client of a
 * flow, `none` for a request without scopes, undefined where it need not be asked. `misfit`: why a token does not do.
 */
export async function askForToken(
  context: CheckContext,
  inShell: string,
  wanted: (flow: FlowEvidence) => readonly string[] | 'none' | undefined,
  misfit: (token: HeldToken) => string | undefined,
): Promise<HeldToken | NoToken> {
  const exchanges: number[] = [];
  let last: Omit<NoToken, 'exchanges'> = {
    why: 'no client of a flow can ask this authorization server for such a token',
  };
  for (const flow of askingFlows(context).slice(0, MOST_ATTEMPTS)) {
    const scopes = wanted(flow);
    if (scopes === undefined) continue;
    const token = await askToken(context, flow, scopes === 'none' ? undefined : scopes, inShell);
    exchanges.push(...token.exchanges);
    const why = 'why' in token ? token.why : misfit(token);
    if (!('why' in token) && why === undefined) return { ...token, exchanges };
    last = 'why' in token ? token : { why: why ?? '' };
  }
  return { ...last, exchanges };
}

/**
 * A token with these scopes and otherwise like the flow's own, asked for as the flow did it: by client credentials,
 * or by a person who signs in once more. Refresh tokens are left alone, because with rotation (RFC 9700 §4.14) the
 * login they belong to would be lost. Each is asked for once. `scopes` undefined: the request names none.
 * `inShell`: its name in a shell. A token for somebody else than the endpoint is never handed on: Entra ID gives one
 * for Microsoft Graph to who asks for no scope of an API.
 */
export async function askToken(
  context: CheckContext,
  flow: FlowEvidence,
  scopes: readonly string[] | undefined,
  inShell: string,
): Promise<HeldToken | NoToken> {
  const name = `ask-token/${context.evidence.flows.indexOf(flow)}/${scopes?.join(' ') ?? ''}`;
  return await once(context, name, () => ask(context, flow, scopes, inShell));
}

async function ask(
  context: CheckContext,
  flow: FlowEvidence,
  scopes: readonly string[] | undefined,
  inShell: string,
): Promise<HeldToken | NoToken> {
  const server = context.serverProbe?.(flow);
  if (server === undefined)
    return { why: 'the authorization server is not asked in this run', exchanges: [] };
  const asked = await (flow.request.flow === PERSON ? signIn : byItself)(server, context, flow, scopes);
  if (!('accessToken' in asked) || asked.accessToken === undefined) return refused(asked, scopes);
  const token = held(asked, asked.accessToken, context, flow, scopes, inShell);
  const foreign = foreignTo(flow, token, further(context, flow, scopes), scopes);
  return foreign === undefined ? token : { why: foreign, exchanges: token.exchanges };
}

/** Why the endpoint must not see the token, if so: it is not known to be for it, and may be good elsewhere. */
function foreignTo(
  flow: FlowEvidence,
  { aud }: HeldToken,
  { resource }: FormParameters,
  scopes: readonly string[] | undefined,
): string | undefined {
  const good = flow.token?.aud ?? [];
  const asked = `asked for a token with ${wording(scopes)}, the authorization server gave one`;
  if (good.length > 0)
    return aud.length > 0 && aud.every((one) => good.includes(one))
      ? undefined
      : `${asked} for ${aud.length === 0 ? 'an audience that cannot be read' : quoteAll(aud)} instead of ${quoteAll(good)}; the endpoint was not shown it`;
  // What cannot be read is for the endpoint where the request said so, or named scopes of the endpoint.
  return resource === undefined && (scopes ?? []).every((scope) => OIDC.has(scope))
    ? `${asked} of which cannot be told whether it is for the endpoint; the endpoint was not shown it`
    : undefined;
}

function byItself(
  server: ServerProbe,
  context: CheckContext,
  flow: FlowEvidence,
  scopes: readonly string[] | undefined,
): Promise<ServerAnswer> {
  return server.token({
    parameters: { grant_type: MACHINE, scope: scopes?.join(' ') ?? null, ...further(context, flow, scopes) },
  });
}

async function signIn(
  server: ServerProbe,
  context: CheckContext,
  flow: FlowEvidence,
  scopes: readonly string[] | undefined,
): Promise<ServerAnswer | { readonly error: string | undefined }> {
  const { code, codeVerifier, redirectUri, error } = await server.signIn({
    parameters: { scope: scopes?.join(' ') ?? null },
  });
  if (code === undefined) return { error };
  return await server.token({
    parameters: {
      grant_type: PERSON,
      code,
      code_verifier: codeVerifier,
      redirect_uri: redirectUri,
      ...further(context, flow, scopes),
    },
  });
}

/** As `besidesScope`, for what the flow asked for where no scopes are named. */
function further(
  { evidence }: CheckContext,
  { request, tokens }: FlowEvidence,
  scopes: readonly string[] | undefined,
): FormParameters {
  return besidesScope(evidence, request.flow, scopes ?? tokens?.requestedScopes ?? []);
}

function held(
  { members, exchange }: ServerAnswer,
  accessToken: Secret,
  context: CheckContext,
  flow: FlowEvidence,
  scopes: readonly string[] | undefined,
  inShell: string,
): HeldToken {
  const token = decodeToken(accessToken.reveal());
  const tokens = {
    accessToken,
    tokenType: 'Bearer',
    expiresAt: null,
    scopes: typeof members.scope === 'string' ? members.scope.split(' ').filter((one) => one !== '') : null,
    ...(scopes === undefined ? {} : { requestedScopes: scopes }),
    library: 'none',
    exchanges: [exchange],
  };
  return {
    flow,
    shown: likeTheGoodOne(accessToken, { ...context, flow }, inShell),
    permits: permissionsOf({ token, tokens }),
    aud: token.aud,
    exchanges: [exchange],
  };
}

function refused(
  answer: ServerAnswer | { readonly error: string | undefined },
  scopes: readonly string[] | undefined,
): NoToken {
  const status = 'status' in answer ? `${answer.status}` : 'no code';
  const said = answer.error === undefined ? status : `${status} and ${answer.error}`;
  return {
    why: `asked for a token with ${wording(scopes)}, the authorization server answered ${said}`,
    ...(answer.error === undefined ? {} : { error: answer.error }),
    exchanges: 'exchange' in answer ? [answer.exchange] : [],
  };
}

function wording(scopes: readonly string[] | undefined): string {
  return scopes === undefined ? 'no scope' : `scope=${scopes.join(' ')}`;
}
