import type { Discovery } from '../types.ts';

/**
 * The scopes that the endpoint asks for: its challenge's, which is authoritative, else all that its protected
 * resource metadata lists (MCP 2025-11-25, scope selection strategy).
 */
export function requiredScopes(discovery: Discovery): readonly string[] {
  const challenged = (discovery.challenge?.parameters.scope ?? '').split(/\s+/).filter(Boolean);
  if (challenged.length > 0) return challenged;
  return strings(discovery.protectedResourceMetadata?.document.scopes_supported);
}

/** Whether the authorization server says that it knows `offline_access`. */
export function offersOfflineAccess(discovery: Discovery): boolean {
  return strings(discovery.authorizationServerMetadata?.document.scopes_supported).includes('offline_access');
}

// Documents come from the network: a member of another type counts as absent.
function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}
