import { isGuid } from '../../text/guid.ts';
import { hostOf } from '../host.ts';
import { isB2c } from './clouds.ts';

/**
 * The App ID URI for an audience setting: itself when it is one, else the one that the portal proposes for a
 * client id, `api://{client id}`, at B2C `https://{tenant}.onmicrosoft.com/{client id}`.
 */
export function appIdUri(audience: string, issuer?: string): string {
  if (audience.includes('://')) return audience.replace(/\/$/, '');
  if (issuer === undefined || !isB2c(issuer)) return `api://${audience}`;
  return `https://${hostOf(issuer)?.split('.')[0]}.onmicrosoft.com/${audience}`;
}

/** Version 2 tokens carry the API's client id, version 1 tokens its App ID URI. */
export function acceptedAudiences(audience: string): readonly string[] {
  const id = audience.replace(/^api:\/\//, '');
  return [...new Set(isGuid(id) ? [audience, id, `api://${id}`] : [audience])];
}

/** The API in a qualified scope: `api://{id}` of `api://{id}/calculator.add`. */
export function apiOfScope(scope: string): string {
  return scope.slice(0, Math.max(0, scope.lastIndexOf('/')));
}

/** Scopes of OpenID Connect, which belong to no API. */
export const OIDC_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];
