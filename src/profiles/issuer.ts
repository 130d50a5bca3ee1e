import type { Profile } from '../types.ts';
import { isTenantAlias } from './entra/tenant-alias.ts';

/**
 * Whether the issuer that metadata publishes is the pinned one: the same string, character for character
 * (RFC 8414 §3.3). One exception, at Entra ID only: it answers for a tenant under another name than the
 * one that it was asked by, for instance a GUID for a domain name.
 */
export function issuerMatches(profile: Profile, pinned: string, found: string): boolean {
  return found === pinned || (profile.name === 'entra' && isTenantAlias(pinned, found));
}
