import type { Check } from '../check.ts';
import { notDiscovered } from '../discovered.ts';
import { jsonAt } from '../json-at.ts';
import { appliesTo } from '../revisions.ts';

interface Origin {
  readonly url: string;
  readonly status: number;
  readonly isMetadata: boolean;
  /** Nothing else names an authorization server: clients of that revision go there, or to the default paths. */
  readonly isNeeded: boolean;
  readonly exchanges: readonly number[];
}

const REVISION = '2025-03-26';

export const serverAtEndpointOrigin: Check<Origin> = {
  id: 'discovery/server-at-endpoint-origin',
  title: 'has the authorization server metadata of revision 2025-03-26 at the root of its origin',
  level: 'INFO',
  spec: [
    'MCP 2025-03-26 authorization, Server Metadata Discovery',
    'MCP 2025-03-26 authorization, Fallbacks',
  ],
  passes:
    "`/.well-known/oauth-authorization-server` at the endpoint's origin answers with metadata. Asked only of an endpoint that speaks revision 2025-03-26, which knows no protected resource metadata.",
  fails: 'Nothing is there: info, because clients of that revision then try the default paths.',
  fix: 'Publish protected resource metadata (RFC 9728), which every later revision reads; for clients of 2025-03-26 also the metadata of the authorization server at the root of the origin.',
  per: 'target',
  concerns: (evidence) =>
    evidence.discovery?.legacyFallback !== undefined ||
    appliesTo({ revisions: { until: REVISION } }, evidence),
  unmet: notDiscovered,
  observe: async (context) => {
    const { target, discovery } = context.evidence;
    const url = `${new URL(target.url).origin}/.well-known/oauth-authorization-server`;
    const answer = await jsonAt(context, url, false, [['MCP-Protocol-Version', REVISION]]);
    return {
      url,
      status: answer.status,
      isMetadata: answer.status === 200 && typeof answer.document?.issuer === 'string',
      isNeeded: discovery?.protectedResourceMetadata === null,
      exchanges: [answer.exchange],
    };
  },
  judge: ({ url, status, isMetadata, isNeeded, exchanges }) => {
    const instead = isNeeded
      ? 'There is no protected resource metadata: a deployment older than that. The official SDKs then send the client secret to this origin, without naming a resource.'
      : 'Its protected resource metadata names the authorization server, which that revision does not read.';
    return isMetadata
      ? {
          verdict: 'pass',
          message: `${url} has the metadata that clients of ${REVISION} look for.`,
          exchanges,
        }
      : {
          verdict: 'info',
          message: `${url} answered ${status} without metadata; clients of ${REVISION} then use /authorize, /token and /register there. ${instead}`,
          exchanges,
        };
  },
};
