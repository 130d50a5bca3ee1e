import { quote, quoteAll } from '../../token/index.ts';
import type { Evidence, FlowEvidence } from '../../types.ts';
import { hasToken } from '../bearer.ts';
import type { Check } from '../check.ts';
import { advertisesS256, letterScopes } from '../letter.ts';
import { failureOf, spokenSessions, workingSessions } from '../sessions.ts';

interface Reception {
  /** Flows whose token the endpoint took. */
  readonly gotIn: readonly string[];
  /** Whether any flow brought a token. */
  readonly hadToken: boolean;
  /** What the client did other than the letter says, for this provider's sake. */
  readonly adapted: readonly string[];
  /** Why the first flow did not get in; cleaned of secrets. */
  readonly failure: string;
  readonly exchanges: readonly number[];
}

export const entraCompatible: Check<Reception> = {
  id: 'interop/entra-compatible',
  title: 'lets a client in that adapts to Microsoft Entra ID',
  level: 'MUST',
  spec: ['MCP 2026-07-28 authorization', 'Microsoft identity platform, OAuth 2.0 v2.0 endpoints'],
  passes:
    'A client that adapts to Entra ID, as this one does, gets a token and gets in; what it adapted is listed.',
  fails: 'It gets a token, and the endpoint does not let it in: fail.',
  fix: "Have the server accept the issuer and audience that Entra ID writes: the tenant's v2.0 issuer and the API's client id (version 1 tokens: sts.windows.net and the App ID URI).",
  per: 'target',
  concerns: ({ profile }) => profile.name === 'entra',
  unmet: ({ evidence: { flows } }) => {
    const wanting = flows.filter(asksForToken);
    if (wanting.length === 0) return 'No flow that brings a token was asked for; add --flow.';
    const tried = wanting.some((flow) => flow.tokens === undefined || spokenSessions(flow).length > 0);
    return tried ? undefined : 'No conversation was held with the token; run verify.';
  },
  observe: async ({ evidence, http }) => {
    const flows = evidence.flows.filter(asksForToken);
    const gotIn = flows.filter((flow) => workingSessions(flow).length > 0);
    const kept = flows.find(hasToken) ?? flows[0];
    return {
      gotIn: gotIn.map(({ request }) => request.flow),
      hadToken: flows.some(hasToken),
      adapted: [...new Set(gotIn.flatMap((flow) => adaptations(flow, evidence)))],
      failure: kept === undefined ? '' : http.vault.redact(failureOf(kept)),
      exchanges: [...new Set(gotIn.flatMap(({ sessions }) => sessions.flatMap((one) => one.exchanges)))],
    };
  },
  judge: ({ gotIn, hadToken, adapted, failure, exchanges }) => {
    if (!hadToken)
      return { verdict: 'blocked', message: `No flow brought a token: ${quote(failure, 300)}.`, exchanges };
    if (gotIn.length === 0)
      return {
        verdict: 'fail',
        message: `A client that adapts to Entra ID got a token, and the endpoint did not let it in: ${quote(failure, 300)}.`,
        exchanges,
      };
    const how = adapted.length === 0 ? 'nothing had to be adapted' : `it ${adapted.join('; it ')}`;
    return {
      verdict: 'pass',
      message: `A client that adapts to Entra ID got in by ${[...new Set(gotIn)].join(', ')}: ${how}.`,
      exchanges,
    };
  },
};

/** Not `none`, and not a token that somebody else asked for. */
function asksForToken({ request: { flow } }: FlowEvidence): boolean {
  return flow !== 'none' && flow !== 'bearer';
}

/** Where this flow departed from the letter; each a predicate about the client. */
function adaptations({ request, tokens }: FlowEvidence, evidence: Evidence): readonly string[] {
  const { discovery, profile, target } = evidence;
  if (discovery === null) return [];
  const asked = tokens?.requestedScopes ?? request.scopes ?? [];
  const listed = letterScopes(discovery);
  const inFull = asked.filter((scope) => !listed.includes(scope) && listed.includes(lastPart(scope)));
  const found: string[] = [];
  if (asked.some((scope) => scope.endsWith('/.default')) && listed.length > 0)
    found.push(`asked for ${quoteAll(asked)} in place of ${quoteAll(listed)}`);
  if (inFull.length > 0) found.push(`wrote the scopes in full: ${quoteAll(inFull)}`);
  const demanded = discovery.protectedResourceMetadata?.document.resource ?? target.url;
  const sent = profile.resource(request.flow, asked, target, discovery);
  if (sent === undefined && asked.length > 0)
    found.push(`left out resource=${quote(demanded)}, because the scopes name the API`);
  if (sent !== undefined && sent !== demanded)
    found.push(`sent resource=${quote(sent)} in place of ${quote(demanded)}`);
  if (request.flow === 'authorization_code' && !advertisesS256(discovery))
    found.push('sent PKCE with S256, which is not advertised');
  const itself = discovery.authorizationServerMetadata?.document.issuer;
  if (itself !== undefined && itself !== discovery.issuer)
    found.push(`took the issuer ${quote(itself)} for ${quote(discovery.issuer ?? '')}`);
  return found;
}

function lastPart(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
