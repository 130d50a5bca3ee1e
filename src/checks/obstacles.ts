import { quote, quoteAll } from '../token/index.ts';
import type { Discovery, Evidence } from '../types.ts';
import { describeTried } from './discovered.ts';
import { advertisesS256, apiOfScope, hasCodeFlow, letterScopes } from './letter.ts';
import { isAboutEndpoint } from './same-resource.ts';

/** What keeps a client that follows the letter out, and what it does then. */
export interface Obstacle {
  readonly what: string;
  readonly does: string;
}

const REFUSES = 'it refuses before it asks';

/**
 * Everything in the way of a client that follows MCP 2026-07-28 to the letter and knows nothing of the provider, in
 * the order in which it meets it.
 */
export function obstacles(
  url: string,
  discovery: Discovery,
  evidence: Pick<Evidence, 'profile' | 'flows'>,
): readonly Obstacle[] {
  return [
    ...atTheEndpoint(url, discovery),
    ...atTheServer(discovery),
    ...(evidence.profile.name === 'entra' ? atEntra(discovery) : refusedResource(evidence)),
  ];
}

function atTheEndpoint(url: string, discovery: Discovery): readonly Obstacle[] {
  const { protectedResourceMetadata: metadata, protectedResourceTried, challenge } = discovery;
  if (metadata === null)
    return [
      {
        what: `there is no protected resource metadata (${describeTried(protectedResourceTried)})`,
        does: 'it knows of no authorization server and asks none',
      },
    ];
  const found: Obstacle[] = [];
  if (!isAboutEndpoint(metadata, url, challenge?.parameters.resource_metadata)) {
    const named = metadata.document.resource === undefined ? 'missing' : quote(metadata.document.resource);
    found.push({ what: `\`resource\` is ${named} and not ${quote(url)}`, does: REFUSES });
  }
  if (discovery.authorizationServers.length === 0)
    found.push({ what: 'the metadata names no authorization server', does: 'it asks none' });
  return found;
}

function atTheServer(discovery: Discovery): readonly Obstacle[] {
  const { issuer, authorizationServers: named, authorizationServerMetadata: metadata } = discovery;
  if (named.length === 0) return [];
  const found: Obstacle[] = [];
  if (issuer !== null && !named.includes(issuer))
    found.push({
      what: `the endpoint names ${quoteAll(named)} and not ${quote(issuer)}, which is the one in use`,
      does: 'it goes to the one that is named',
    });
  if (metadata === null)
    return [...found, { what: 'the authorization server has no metadata', does: REFUSES }];
  if (metadata.document.issuer !== issuer)
    found.push({
      what: `the authorization server calls itself ${quote(metadata.document.issuer ?? '')} and was named ${quote(issuer ?? '')}`,
      does: REFUSES,
    });
  if (hasCodeFlow(discovery) && !advertisesS256(discovery))
    found.push({ what: 'the authorization server does not advertise PKCE with S256', does: REFUSES });
  return found;
}

/** What Entra ID makes of the `resource` that the letter demands, and of scopes as the endpoint spells them. */
function atEntra(discovery: Discovery): readonly Obstacle[] {
  const resource = discovery.protectedResourceMetadata?.document.resource;
  if (resource === undefined) return [];
  const scopes = letterScopes(discovery);
  if (scopes.length === 0)
    return [
      {
        what: 'the endpoint names no scope, and Entra ID wants one',
        does: 'it asks without any and is answered AADSTS900144',
      },
    ];
  const short = scopes.filter((scope) => apiOfScope(scope) === undefined);
  if (short.length > 0)
    return [
      {
        what: `the scopes ${quoteAll(short)} are not qualified, and Entra ID looks for such in Microsoft Graph`,
        does: 'it is answered AADSTS650053, or given a token for Graph',
      },
    ];
  const apis = [...new Set(scopes.map((scope) => apiOfScope(scope) ?? ''))];
  if (apis.every((api) => api === resource)) return [];
  return [
    {
      what: `the App ID URI of the scopes is ${quoteAll(apis)} and not the URL that \`resource\` names`,
      does: `it sends resource=${quote(resource)} and is answered AADSTS9010010`,
    },
  ];
}

/** What another provider said of the `resource` that this run sent (RFC 8707 §2). */
function refusedResource({ flows }: Pick<Evidence, 'flows'>): readonly Obstacle[] {
  const refused = flows.some(({ error }) => error?.provider?.error === 'invalid_target');
  return refused
    ? [
        {
          what: 'the authorization server does not take the `resource`',
          does: 'it is answered invalid_target',
        },
      ]
    : [];
}
