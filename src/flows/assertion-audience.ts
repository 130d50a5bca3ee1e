import type { Profile } from '../types.ts';
import type { PinnedServer } from './pinning.ts';

/**
 * The audience of a client assertion: the pinned issuer, one string, so that no other server can use it.
 * Entra ID documents its token endpoint instead (Microsoft identity platform, "application authentication
 * certificate credentials").
 */
export function assertionAudience(profile: Profile, server: PinnedServer): string {
  return profile.name === 'entra' ? server.endpoint('token_endpoint') : server.issuer;
}

/** The audience that a foreign token carries to be taken for a credential there: the issuer, or what it documents. */
export function federatedAudience(profile: Profile, server: PinnedServer): string {
  return profile.federatedAudience(server.issuer) ?? server.issuer;
}
