import { quote } from '../../token/index.ts';
import type { Evidence, FlowEvidence } from '../../types.ts';
import type { Check, CheckContext } from '../check.ts';
import { failureOf, workingSessions } from '../sessions.ts';

const REFRESH = 'refresh_token';

/** Nobody signs in, so that nothing is spared by a refresh (RFC 6749 §4.4.3); a given token comes without one. */
const PERSONLESS: ReadonlySet<string> = new Set([
  'client_credentials',
  'jwt_bearer',
  'enterprise',
  'bearer',
  'none',
]);

interface Refresh {
  readonly flow: FlowEvidence | undefined;
  /** What ended it, if something did; cleaned of secrets. */
  readonly failure: string;
}

export const refreshWorks: Check<Refresh> = {
  id: 'token/refresh-works',
  title: 'accepts the access token that a refresh brings',
  level: 'SHOULD',
  spec: ['MCP 2026-07-28 authorization, Refresh Tokens'],
  passes: 'The refresh token of the flow brings an access token, and the endpoint lets that in.',
  fails: 'The authorization server refuses it, or the endpoint refuses the new token: fail.',
  fix: 'Allow the grant refresh_token for the client, and let refreshed tokens have the audience and scopes of the first one. A refresh token works once where they rotate.',
  per: 'flow',
  needsToken: true,
  unmet: (context) => {
    if (refreshOf(context) !== undefined) return undefined;
    if (context.flow?.request.flow === REFRESH) return 'This flow is itself the refresh of an earlier one.';
    if (context.flow?.tokens?.refreshToken !== undefined)
      return 'The refresh token was not tried; add --flow refresh_token.';
    return PERSONLESS.has(context.flow?.request.flow ?? '')
      ? 'No refresh token belongs to this flow.'
      : 'The flow brought no refresh token; ask for the scope offline_access where the provider wants it.';
  },
  observe: async (context) => {
    const flow = refreshOf(context);
    return { flow, failure: flow === undefined ? '' : context.http.vault.redact(failureOf(flow)) };
  },
  judge: ({ flow, failure }) => {
    if (flow === undefined) return { verdict: 'skip', message: 'There was no refresh.', exchanges: [] };
    const { tokens, sessions } = flow;
    const exchanges = [...(tokens?.exchanges ?? []), ...sessions.flatMap((session) => session.exchanges)];
    const said = quote(failure, 300);
    if (tokens === undefined)
      return { verdict: 'fail', message: `The refresh brought no token: ${said}.`, exchanges };
    if (workingSessions(flow).length === 0)
      return {
        verdict: 'fail',
        message: `The endpoint did not take the refreshed token: ${said}.`,
        exchanges,
      };
    return { verdict: 'pass', message: 'The refresh brought a token, and the endpoint took it.', exchanges };
  },
};

/** The refresh of this flow's token: the next one on the road before another flow; a kept login is its own. */
function refreshOf({ evidence, flow }: CheckContext): FlowEvidence | undefined {
  if (flow === undefined) return undefined;
  return flow.request.flow === REFRESH ? ownRefresh(evidence, flow) : nextRefresh(evidence, flow);
}

function nextRefresh({ flows }: Evidence, flow: FlowEvidence): FlowEvidence | undefined {
  if (flow.tokens?.refreshToken === undefined) return undefined;
  const later = flows.slice(flows.indexOf(flow) + 1);
  const [next] = later.filter(
    ({ request, tokens }) => request.flow === REFRESH || tokens?.refreshToken !== undefined,
  );
  return next?.request.flow === REFRESH ? next : undefined;
}

/** A refresh with nothing before it that it could be the refresh of: it used a login that was kept. */
function ownRefresh({ flows }: Evidence, flow: FlowEvidence): FlowEvidence | undefined {
  const earlier = flows.slice(0, flows.indexOf(flow));
  return earlier.some(({ tokens }) => tokens?.refreshToken !== undefined) ? undefined : flow;
}
