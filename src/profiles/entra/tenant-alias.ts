import { isGuid } from '../../text/guid.ts';
import { isB2c, isExternalId } from './clouds.ts';
import { type IssuerParts, issuerParts } from './issuer-parts.ts';

/**
 * Whether `found` is another name of the pinned tenant, as the service itself gives it: by GUID where it was
 * pinned by domain name, by the template of `common`, on the host of the tenant id (External ID), without the
 * policy (B2C).
 */
export function isTenantAlias(pinned: string, found: string): boolean {
  const asked = issuerParts(pinned);
  const answered = issuerParts(found);
  if (asked === undefined || answered === undefined) return false;
  if (isExternalId(pinned)) return isExternalId(found) && isSameCustomerTenant(asked, answered);
  if (asked.origin !== answered.origin) return false;
  if (isB2c(pinned)) return isSameTenant(asked, answered) && isSamePolicy(asked, answered);
  if (asked.tenant === 'common' || asked.tenant === 'organizations') return answered.tenant === '{tenantid}';
  return asked.tenant.includes('.') && isGuid(answered.tenant);
}

// The name of a host does not tell whose tenant it is: its own document is believed, and a GUID is compared.
function isSameCustomerTenant(asked: IssuerParts, answered: IssuerParts): boolean {
  const ofTenant = `https://${answered.tenant}.ciamlogin.com`.toLowerCase();
  if (answered.origin !== asked.origin && answered.origin.toLowerCase() !== ofTenant) {
    return isGuid(asked.tenant) && isSame(asked.tenant, answered.tenant);
  }
  return isSameTenant(asked, answered);
}

function isSameTenant(asked: IssuerParts, answered: IssuerParts): boolean {
  if (isGuid(asked.tenant)) return isSame(asked.tenant, answered.tenant);
  return asked.tenant.includes('.') && isGuid(answered.tenant);
}

function isSamePolicy(asked: IssuerParts, answered: IssuerParts): boolean {
  return answered.policy === undefined || isSame(asked.policy ?? '', answered.policy);
}

function isSame(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
