import type { Profile } from '../types.ts';
import { isTenantAlias } from './entra.ts';

/**
 * Whether the issuer that metadata publishes is the pinned one: the same string, character for character
 * (RFC 8414 §3.3). One exception, at Entra ID only: it answers a request for a tenant by domain name with
 * metadata that names the tenant by GUID, on the same origin.
 */
export function issuerMatches(profile: Profile, pinned: string, found: string): boolean {
  return found === pinned || (profile.name === 'entra' && isTenantAlias(pinned, found));
}
