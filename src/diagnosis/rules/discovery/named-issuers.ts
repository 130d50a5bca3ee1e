import { isGuid } from '../../../text/guid.ts';
import { firstSegment } from '../../../text/origin.ts';
import { errorOf, failedIds, failedSteps, isEntra } from '../../look.ts';
import type { Symptoms } from '../../rule.ts';
import { rightIssuer } from './lines-to-serve.ts';

/** Checks that read `authorization_servers` and fail when its entries are wrong. */
export const ISSUER_CHECKS: readonly string[] = [
  'discovery/issuer-is-exact',
  'discovery/authorization-servers-listed',
  'discovery/authorization-server-metadata-found',
];

/** An Entra ID issuer taken apart; every part as it stands in the URL. */
export interface EntraName {
  readonly named: string;
  readonly origin: string;
  /** GUID, domain, `common`, `{tenantid}`. */
  readonly tenant: string;
  readonly hasVersion: boolean;
}

/** Entries of `authorization_servers` that are Entra ID's: by their host, or where the provider in use is Entra ID. */
export function entraNames(symptoms: Symptoms): readonly EntraName[] {
  const { discovery, profile, target } = symptoms.evidence;
  const known = isEntra(symptoms) ? [profile.issuerOf(target), discovery?.issuer ?? undefined] : [];
  const own = known.flatMap((issuer) =>
    issuer !== undefined && URL.canParse(issuer) ? [new URL(issuer).origin] : [],
  );
  return (discovery?.authorizationServers ?? []).flatMap((named) => {
    if (!URL.canParse(named)) return [];
    const { origin, hostname, pathname } = new URL(named);
    // At Azure AD B2C the domain in the path is the tenant's only name.
    if (hostname.endsWith('.b2clogin.com')) return [];
    if (!MICROSOFT.test(hostname) && !own.includes(origin)) return [];
    const [, tenant, version] = /^\/([^/]+)(\/v2\.0)?\/?$/.exec(pathname) ?? [];
    if (tenant === undefined) return [];
    return [{ named, origin, tenant: decoded(tenant), hasVersion: version !== undefined }];
  });
}

const MICROSOFT =
  /^(?:login\.microsoftonline\.(?:com|us)|login\.partner\.microsoftonline\.cn|login\.chinacloudapi\.cn|login\.windows\.net|sts\.windows\.net|sts\.chinacloudapi\.cn|login\.sovcloud-identity\.(?:fr|de|sg))$/;

/** What an error about a wrong entry explains, and how much it weighs: where the right one stands beside it, less. */
export function weight(symptoms: Symptoms): {
  readonly severity: 'error' | 'warning';
  readonly results: readonly string[];
} {
  const { discovery } = symptoms.evidence;
  const refused = errorOf(symptoms, 'issuer.mismatch', 'metadata') === undefined ? [] : failedSteps(symptoms);
  const results = [...failedIds(symptoms, ({ id }) => ISSUER_CHECKS.includes(id)), ...refused];
  const right = rightIssuer(symptoms);
  const isBeside = right !== undefined && discovery?.authorizationServers.includes(right) === true;
  return { severity: isBeside && results.length === 0 ? 'warning' : 'error', results };
}

/** The tenant that this run means: its setting, the pinned issuer's, or the one in a token that was verified. */
export function tenantOf({ evidence }: Symptoms): string | undefined {
  const { target, flows, profile, discovery } = evidence;
  const issuers = [profile.issuerOf(target), discovery?.authorizationServerMetadata?.document.issuer];
  const inIssuers = issuers.map(firstSegment);
  const inTokens = flows.map(({ token }) =>
    token?.signature === 'verified' ? (token.tenant ?? undefined) : undefined,
  );
  return [target.tenant, ...inIssuers, ...inTokens].find((tenant) => tenant !== undefined && isGuid(tenant));
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
