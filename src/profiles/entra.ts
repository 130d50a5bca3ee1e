import type { AuthorizationServerMetadata, Discovery, Profile, Target } from '../types.ts';
import { requiredScopes } from './generic.ts';
import { requireOwnResource } from './own-resource.ts';

const PUBLIC_CLOUD = 'https://login.microsoftonline.com';
const GUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
const OIDC_SCOPES: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** Microsoft Entra ID, v2.0 endpoints: the public and sovereign clouds and External ID. */
export const entra: Profile = {
  name: 'entra',
  title: 'Microsoft Entra ID',
  defaultLibrary: 'msal',
  recognises: (issuer, metadata) => isEntraHost(issuer) || hasEntraMarkers(metadata),
  issuerOf,
  // The only form it serves: both forms with the well-known part first are answered 404.
  metadataUrls: (issuer) => [`${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`],
  origins: (issuer) => (new URL(issuer).hostname === 'sts.windows.net' ? [PUBLIC_CLOUD] : []),
  scopes: (grant, target, discovery) =>
    grant === 'client_credentials' ? machineScopes(target, discovery) : userScopes(target, discovery),
  resource: resourceOf,
  // Without the scopes the new token may be for another API (AADSTS90009, or a Graph token).
  scopesOnRefresh: true,
  pkceUnadvertised: true,
  // http is allowed for localhost only, any port; the portal does not take 127.0.0.1.
  loopback: { host: 'localhost', path: '/callback', anyPort: true },
  acceptedIssuers,
  acceptedAudiences,
};

/** Whether `found` names, by GUID, the tenant that `pinned` names by domain (or the template of `common`). */
export function isTenantAlias(pinned: string, found: string): boolean {
  const asked = tenantPath(pinned);
  const answered = tenantPath(found);
  if (asked === undefined || answered === undefined || asked.origin !== answered.origin) return false;
  if (asked.tenant === 'common' || asked.tenant === 'organizations') return answered.tenant === '{tenantid}';
  return asked.tenant.includes('.') && GUID.test(answered.tenant);
}

function tenantPath(issuer: string): { origin: string; tenant: string } | undefined {
  const match = /^(https:\/\/[^/?#@]+)\/([^/?#]+)\/v2\.0$/.exec(issuer);
  return match?.[1] === undefined || match[2] === undefined
    ? undefined
    : { origin: match[1], tenant: match[2] };
}

function isEntraHost(issuer: string): boolean {
  if (!URL.canParse(issuer)) return false;
  const { hostname } = new URL(issuer);
  return (
    /^login\.(microsoftonline\.(com|us|de)|partner\.microsoftonline\.cn|chinacloudapi\.cn|windows\.net|microsoft\.com|sovcloud-identity\.(fr|de|sg))$/.test(
      hostname,
    ) || /(^sts\.windows\.net|\.ciamlogin\.com|\.b2clogin\.com)$/.test(hostname)
  );
}

// A custom domain or a stand-in: members that no other provider publishes.
function hasEntraMarkers(metadata: AuthorizationServerMetadata | undefined): boolean {
  return ['kerberos_endpoint', 'msgraph_host', 'cloud_instance_name'].some(
    (member) => typeof metadata?.[member] === 'string',
  );
}

function issuerOf(target: Target): string | undefined {
  if (target.issuer !== undefined || target.tenant === undefined) return target.issuer;
  return `${(target.authority ?? PUBLIC_CLOUD).replace(/\/+$/, '')}/${target.tenant}/v2.0`;
}

// Client credentials take one scope, the API's App ID URI with /.default (else AADSTS1002012).
function machineScopes(target: Target, discovery: Discovery): readonly string[] {
  const api = apiOf(target, discovery);
  return api === undefined ? [] : [`${api}/.default`];
}

/**
 * Users: what the endpoint asks for, fully qualified, because a short name is taken for one of Microsoft
 * Graph. `openid profile` bring the ID token whose nonce is checked, `offline_access` the refresh token; MSAL
 * always adds these three, so both libraries ask for the same.
 */
function userScopes(target: Target, discovery: Discovery): readonly string[] {
  const api = apiOf(target, discovery);
  const asked = requiredScopes(discovery).filter((scope) => !OIDC_SCOPES.includes(scope));
  for (const scope of asked) {
    if (scope.includes('://') && resourcePart(scope) !== target.audience) {
      requireOwnResource(resourcePart(scope), target);
    }
  }
  const qualified = asked.map((scope) =>
    scope.includes('/') || api === undefined ? scope : `${api}/${scope}`,
  );
  const scopes = qualified.length > 0 || api === undefined ? qualified : [`${api}/.default`];
  return [...new Set([...scopes, 'openid', 'profile', 'offline_access'])];
}

/**
 * The App ID URI: from the audience the user gave, else what qualified scopes begin with, else the resource.
 * Microsoft Graph's and other APIs' tokens are not for an endpoint that merely asks for them.
 */
function apiOf(target: Target, discovery: Discovery): string | undefined {
  if (target.audience !== undefined) return appIdUri(target.audience);
  const qualified = requiredScopes(discovery).find((scope) => scope.includes('://'));
  const named =
    qualified === undefined
      ? discovery.protectedResourceMetadata?.document.resource?.replace(/\/$/, '')
      : resourcePart(qualified);
  if (named !== undefined) requireOwnResource(named, target);
  return named;
}

function appIdUri(audience: string): string {
  return audience.includes('://') ? audience.replace(/\/$/, '') : `api://${audience}`;
}

function resourcePart(scope: string): string {
  return scope.slice(0, scope.lastIndexOf('/'));
}

/**
 * Entra ID refuses a `resource` that is not, character for character, the App ID URI of the scopes
 * (AADSTS9010010). So: only where both agree, or what the user insists on. Never with client credentials,
 * where the scope alone names the API.
 */
function resourceOf(
  grant: string,
  scopes: readonly string[],
  target: Target,
  discovery: Discovery,
): string | undefined {
  if (target.resource !== undefined) return target.resource === false ? undefined : target.resource;
  const published = discovery.protectedResourceMetadata?.document.resource;
  const ofApi = scopes.filter((scope) => !OIDC_SCOPES.includes(scope));
  if (grant === 'client_credentials' || published === undefined || ofApi.length === 0) return undefined;
  return ofApi.every((scope) => resourcePart(scope) === published) ? published : undefined;
}

// The token's version follows the API's registration, not the endpoint: v1 tokens have Security Token Service's issuer.
function acceptedIssuers(issuer: string): readonly string[] {
  const path = tenantPath(issuer);
  if (path === undefined) return [issuer];
  const sts = path.origin.endsWith('.cn') ? 'https://sts.chinacloudapi.cn' : 'https://sts.windows.net';
  return [issuer, `${sts}/${path.tenant}/`];
}

// v2 tokens carry the API's client id, v1 tokens its App ID URI.
function acceptedAudiences(audience: string): readonly string[] {
  const id = audience.replace(/^api:\/\//, '');
  return [...new Set(GUID.test(id) ? [audience, id, `api://${id}`] : [audience])];
}
