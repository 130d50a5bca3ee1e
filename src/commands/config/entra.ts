import { UsageError } from '../../errors.ts';
import { profileNamed } from '../../profiles/index.ts';
import { isGuid } from '../../text/guid.ts';
import { quoted } from './text.ts';

/** Whether the issuer is Entra's: one of its hosts, or its path form `/<tenant GUID>/v2.0` on another host. */
export function isEntraIssuer(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const [, tenant = '', version = ''] = new URL(issuer).pathname.split('/');
  return profileNamed('entra').recognises(issuer) || (isGuid(tenant) && version === 'v2.0');
}

/**
 * A tenant: GUID or domain name.
 * @throws UsageError `usage.tenant_*` for what Entra answers with AADSTS900023, 900021 or a wildcard issuer.
 */
export function tenantId(text: string, where: string): string {
  if (/^(common|organizations|consumers)$/i.test(text)) {
    throw new UsageError(
      'usage.tenant_not_specific',
      `${where}: "${text}" names no tenant, so no issuer can be pinned.`,
      {
        hint: 'Give the Directory (tenant) ID from the overview page in the Entra admin center.',
      },
    );
  }
  if (/^[0-]+$/.test(text)) {
    throw new UsageError(
      'usage.tenant_empty_guid',
      `${where}: the tenant is a GUID of zeros, a placeholder.`,
      {
        hint: 'Give the Directory (tenant) ID from the overview page in the Entra admin center.',
      },
    );
  }
  const looksLikeDomain = /^(?=.{1,253}$)[a-z0-9-]+(\.[a-z0-9-]+)+$/i.test(text);
  if (!isGuid(text) && !looksLikeDomain) {
    throw new UsageError(
      'usage.tenant_malformed',
      `${where}: expected a GUID or a domain, found ${quoted(text)}.`,
      {
        hint: 'The Directory (tenant) ID has 8-4-4-4-12 hexadecimal digits.',
      },
    );
  }
  return text;
}
