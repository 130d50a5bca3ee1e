import type { Discovery } from '../types.ts';

/** Scopes of OpenID Connect, which belong to no API. */
const OIDC: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * The scopes of the API that a client asks for which knows nothing of the provider: the challenge's, else all that
 * the metadata lists (MCP 2026-07-28 authorization, Scope Selection Strategy).
 */
export function letterScopes({ challenge, protectedResourceMetadata }: Discovery): readonly string[] {
  const challenged = (challenge?.parameters.scope ?? '').split(/\s+/).filter((scope) => scope !== '');
  const scopes =
    challenged.length > 0 ? challenged : (protectedResourceMetadata?.document.scopes_supported ?? []);
  return scopes.filter((scope) => !OIDC.has(scope));
}

/** Whether the authorization server says that it does PKCE with S256; clients MUST refuse one that does not. */
export function advertisesS256({ authorizationServerMetadata }: Discovery): boolean {
  return authorizationServerMetadata?.document.code_challenge_methods_supported?.includes('S256') === true;
}

/** A server for machines alone has no authorization endpoint: PKCE and authorization responses are nothing to it. */
export function hasCodeFlow({ authorizationServerMetadata: metadata }: Discovery): boolean {
  const { authorization_endpoint: endpoint, grant_types_supported: grants } = metadata?.document ?? {};
  return endpoint !== undefined || grants?.includes('authorization_code') !== false;
}

/** Entra ID's scopes begin with the App ID URI of their API: `api://x/read` is of `api://x`. */
export function apiOfScope(scope: string): string | undefined {
  return scope.includes('/') ? scope.slice(0, scope.lastIndexOf('/')) : undefined;
}
