import type { Discovery, Profile, Target } from '../types.ts';

/** An authorization server of which nothing is known but the specifications. */
export const generic: Profile = {
  name: 'generic',
  title: 'OAuth 2.1 / OpenID Connect',
  defaultLibrary: 'openid-client',
  recognises: () => true,
  issuerOf: (target) => target.issuer,
  metadataUrls,
  origins: () => [],
  scopes: (grant, target, discovery) => scopesOf(grant, target, discovery),
  resource: (_grant, _scopes, target, discovery) => resourceOf(target, discovery),
  scopesOnRefresh: false,
  pkceUnadvertised: false,
  loopback: { host: '127.0.0.1', path: '/callback', anyPort: true },
  acceptedIssuers: (issuer) => [issuer],
  acceptedAudiences: (audience) => [audience],
};

/**
 * The three well-known locations that an MCP client tries, in order (RFC 8414 §3.1, OpenID Connect Discovery
 * §4.1; MCP 2025-11-25, authorization server metadata discovery).
 */
export function metadataUrls(issuer: string): readonly string[] {
  const { origin, pathname } = new URL(issuer);
  const path = pathname.replace(/\/$/, '');
  return [
    ...new Set([
      `${origin}/.well-known/oauth-authorization-server${path}`,
      `${origin}/.well-known/openid-configuration${path}`,
      `${origin}${path}/.well-known/openid-configuration`,
    ]),
  ];
}

/**
 * The scopes that the endpoint asks for: its challenge's, which is authoritative, else all that its protected
 * resource metadata lists (MCP 2025-11-25, scope selection strategy).
 */
export function requiredScopes(discovery: Discovery): readonly string[] {
  const challenged = (discovery.challenge?.parameters.scope ?? '').split(/\s+/).filter(Boolean);
  if (challenged.length > 0) return challenged;
  return strings(discovery.protectedResourceMetadata?.document.scopes_supported);
}

// A machine has no session to keep, and a server need not know offline_access: only where it says so.
function scopesOf(grant: string, _target: Target, discovery: Discovery): readonly string[] {
  const scopes = requiredScopes(discovery);
  if (grant === 'client_credentials') return scopes.filter((scope) => scope !== 'offline_access');
  const known = strings(discovery.authorizationServerMetadata?.document.scopes_supported);
  return known.includes('offline_access') ? [...new Set([...scopes, 'offline_access'])] : scopes;
}

// Verbatim: a URL parser would add a slash to a bare origin, and servers compare strings (RFC 8707 §2).
function resourceOf(target: Target, discovery: Discovery): string | undefined {
  if (target.resource === false) return undefined;
  const published = discovery.protectedResourceMetadata?.document.resource;
  return target.resource ?? published ?? discovery.resource ?? target.url;
}

// Documents come from the network: a member of another type counts as absent.
function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
