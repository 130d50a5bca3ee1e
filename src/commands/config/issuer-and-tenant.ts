import { UsageError } from '../../errors.ts';
import { isGuid } from '../../text/guid.ts';

/**
 * Whether an Entra issuer may be that of the tenant. A domain is one name of a tenant among several: it
 * cannot be compared with anything.
 */
export function mayBeOf(tenant: string, issuer: string): boolean {
  const named = new URL(issuer).pathname.split('/')[1] ?? '';
  if (named.toLowerCase() === tenant.toLowerCase()) return true;
  return named.includes('.') || (isGuid(named) && !isGuid(tenant));
}

/** The error for two names of one thing that cannot both be right. */
export function differentTenants(issuerFrom: string, tenantFrom: string): UsageError {
  return new UsageError(
    'usage.issuer_tenant_conflict',
    `${tenantFrom} and ${issuerFrom} name different tenants of Entra ID.`,
    { hint: `Leave one of them: the tenant alone pins its issuer.` },
  );
}
