import type { AuthorizationServerMetadata } from '../../types.ts';
import { hostOf } from '../host.ts';

/** One of Microsoft's clouds. Registrations and secrets of one are unknown in the others. */
export interface Cloud {
  /** The host that its own documents name, then what else it answers to. */
  readonly hosts: readonly [string, ...string[]];
  /** Origins of the issuers of version 1 access tokens; empty: not published. */
  readonly version1: readonly string[];
  /** Audience of a federated token; undefined: not published. */
  readonly federatedAudience?: string;
}

export const publicCloud: Cloud = {
  hosts: ['login.microsoftonline.com', 'login.windows.net', 'login.microsoft.com', 'sts.windows.net'],
  version1: ['https://sts.windows.net'],
  federatedAudience: 'api://AzureADTokenExchange',
};

/**
 * As instance discovery and msal-common list them; the federated audiences are those of Microsoft's identity
 * libraries. Government tokens of version 1 were seen with either issuer.
 */
const clouds: readonly Cloud[] = [
  publicCloud,
  { ...publicCloud, hosts: ['login-us.microsoftonline.com'] },
  {
    hosts: ['login.microsoftonline.us', 'login.usgovcloudapi.net'],
    version1: ['https://sts.windows.net', 'https://login.microsoftonline.us'],
    federatedAudience: 'api://AzureADTokenExchangeUSGov',
  },
  {
    hosts: ['login.partner.microsoftonline.cn', 'login.chinacloudapi.cn', 'sts.chinacloudapi.cn'],
    version1: ['https://sts.chinacloudapi.cn'],
    federatedAudience: 'api://AzureADTokenExchangeChina',
  },
  {
    hosts: ['login.sovcloud-identity.fr'],
    version1: [],
    federatedAudience: 'api://AzureADTokenExchangeFrance',
  },
  {
    hosts: ['login.sovcloud-identity.de'],
    version1: [],
    federatedAudience: 'api://AzureADTokenExchangeGermany',
  },
  { hosts: ['login.sovcloud-identity.sg'], version1: [] },
  { hosts: ['login.microsoftonline.de'], version1: [] },
];

/** The cloud that a URL's host belongs to; undefined: a stand-in, External ID, B2C or another provider. */
export function cloudOf(url: string): Cloud | undefined {
  const host = hostOf(url);
  return clouds.find(({ hosts }) => host !== undefined && hosts.includes(host));
}

/** External ID, for customers (CIAM): `{name}.ciamlogin.com` and `{tenant id}.ciamlogin.com` are one place. */
export function isExternalId(url: string): boolean {
  return /^[^.]+\.ciamlogin\.com$/.test(hostOf(url) ?? '');
}

/** Azure AD B2C. */
export function isB2c(url: string): boolean {
  return /^[^.]+\.b2clogin\.com$/.test(hostOf(url) ?? '');
}

/** Whether the issuer's host is one of Microsoft's, or its metadata has what no other provider publishes. */
export function isEntra(issuer: string, metadata?: AuthorizationServerMetadata): boolean {
  return (
    cloudOf(issuer) !== undefined ||
    isExternalId(issuer) ||
    isB2c(issuer) ||
    ['kerberos_endpoint', 'msgraph_host', 'cloud_instance_name'].some(
      (member) => typeof metadata?.[member] === 'string',
    )
  );
}
