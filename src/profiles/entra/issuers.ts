import { isGuid } from '../../text/guid.ts';
import type { Target } from '../../types.ts';
import { hostOf } from '../host.ts';
import { cloudOf, isB2c, isExternalId, publicCloud } from './clouds.ts';
import { issuerParts } from './issuer-parts.ts';

/**
 * The issuer that metadata of this authority and tenant names. External ID's lies on a host that is the tenant
 * id, though people know the one with the tenant's name; B2C's ends with a slash.
 */
export function issuerOf(target: Target): string | undefined {
  if (target.issuer !== undefined) return target.issuer;
  const origin = preferredOrigin(target.authority ?? `https://${publicCloud.hosts[0]}`);
  if (isExternalId(origin)) return externalIdIssuer(origin, target.tenant);
  if (target.tenant === undefined) return undefined;
  return `${origin}/${target.tenant}/v2.0${isB2c(origin) ? '/' : ''}`;
}

/**
 * Only the form with the well-known part last is served: with it first the answer is 404. At B2C the document
 * lies under the policy, whose issuer may begin with `tfp`.
 */
export function metadataUrls(issuer: string): readonly string[] {
  const urls = [`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`];
  const { origin, tenant, policy } = issuerParts(issuer) ?? {};
  if (policy === undefined) return urls;
  return [...new Set([...urls, `${origin}/${tenant}/${policy}/v2.0/.well-known/openid-configuration`])];
}

/** Where the endpoints of a version 1 issuer live. */
export function origins(issuer: string): readonly string[] {
  const cloud = cloudOf(issuer);
  return hostOf(issuer)?.startsWith('sts.') === true && cloud !== undefined
    ? [`https://${cloud.hosts[0]}`]
    : [];
}

/**
 * The token's version follows the API's registration, not the endpoint: a version 1 token has the Security
 * Token Service's issuer. B2C tokens name the tenant, with or without the policy.
 */
export function acceptedIssuers(issuer: string): readonly string[] {
  const parts = issuerParts(issuer);
  if (parts === undefined) return [issuer];
  const { origin, tenant, policy } = parts;
  if (isB2c(issuer)) {
    const trust = policy === undefined ? [] : [`${origin}/tfp/${tenant}/${policy}/v2.0/`];
    return [...new Set([issuer, `${origin}/${tenant}/v2.0/`, ...trust])];
  }
  const named = isExternalId(issuer) && isGuid(tenant) ? [externalIdIssuer(origin, tenant)] : [];
  const { version1 } = cloudOf(issuer) ?? publicCloud;
  return [...new Set([issuer, ...named, ...version1.map((place) => `${place}/${tenant}/`)])];
}

/** What the subject token of a federated credential must be for; undefined: this cloud does not say. */
export function federatedAudience(issuer: string): string | undefined {
  return (cloudOf(issuer) ?? publicCloud).federatedAudience;
}

function preferredOrigin(authority: string): string {
  const cloud = cloudOf(authority);
  return cloud === undefined ? authority.replace(/(?<!\/)\/+$/, '') : `https://${cloud.hosts[0]}`;
}

// Without a tenant: the one that the host is named after, as MSAL has it.
function externalIdIssuer(origin: string, tenant?: string): string {
  const [name = ''] = (hostOf(origin) ?? '').split('.');
  const named = tenant ?? (isGuid(name) ? name : `${name}.onmicrosoft.com`);
  return isGuid(named) ? `https://${named}.ciamlogin.com/${named}/v2.0` : `${origin}/${named}/v2.0`;
}
