import { TokenError } from '../../errors.ts';
import { quote } from '../../text/quote.ts';
import type { Discovery, Target } from '../../types.ts';
import { requireOwnResource } from '../own-resource.ts';
import { requiredScopes } from '../required-scopes.ts';
import { acceptedAudiences, apiOfScope, appIdUri, OIDC_SCOPES } from './app-id-uri.ts';
import { issuerOf } from './issuers.ts';

/** Client credentials take one scope, the API's App ID URI with /.default (else AADSTS1002012). */
export function machineScopes(target: Target, discovery: Discovery): readonly string[] {
  const api = apiOf(target, discovery);
  return api === undefined ? [] : [`${api}/.default`];
}

/**
 * Users: what the endpoint asks for, fully qualified, because a short name is taken for one of Microsoft
 * Graph. `openid profile` bring the ID token whose nonce is checked, `offline_access` the refresh token; MSAL
 * always adds these three, so both libraries ask for the same.
 */
export function userScopes(target: Target, discovery: Discovery): readonly string[] {
  const api = apiOf(target, discovery);
  const asked = requiredScopes(discovery).filter((scope) => !OIDC_SCOPES.includes(scope));
  for (const scope of asked) requireOwnApi(scope, api, target);
  const qualified = asked.map((scope) =>
    scope.includes('/') || api === undefined ? scope : `${api}/${scope}`,
  );
  if (qualified.length === 0 && api === undefined) {
    throw notOwnApi(target, 'The endpoint names no API: the token would be for Microsoft Graph.');
  }
  const scopes = qualified.length > 0 ? qualified : [`${api}/.default`];
  return [...new Set([...scopes, 'openid', 'profile', 'offline_access'])];
}

/**
 * Refuses what the endpoint must not be given a token for: another origin's API; an API by its bare client id,
 * which may be Microsoft's own, unless the user named it; a short name where no API is known, which means Graph.
 */
function requireOwnApi(scope: string, api: string | undefined, target: Target): void {
  const named = apiOfScope(scope);
  if (named === '' ? api !== undefined : isByUser(named, api, target)) return;
  if (named.includes('://')) {
    requireOwnResource(named, target);
    return;
  }
  throw notOwnApi(
    target,
    named === ''
      ? `The endpoint asks for the scope ${quote(scope)} and names no API: the token would be for Microsoft Graph.`
      : `The endpoint asks for a token for the API ${quote(named)}, which nothing shows to be its own.`,
  );
}

function isByUser(named: string, api: string | undefined, { audience }: Target): boolean {
  return audience !== undefined && (named === api || acceptedAudiences(audience).includes(named));
}

function notOwnApi(target: Target, message: string): TokenError {
  return new TokenError('prm.resource_mismatch', `${message} Nothing was sent.`, {
    target: target.name,
    phase: 'token',
    hint: 'Name the API yourself: --audience with its client id or App ID URI.',
  });
}

/**
 * Entra ID refuses a `resource` that is not, character for character, the App ID URI of the scopes
 * (AADSTS9010010). So: only where both agree, or what the user insists on. Never with client credentials,
 * where the scope alone names the API.
 */
export function resourceOf(
  grant: string,
  scopes: readonly string[],
  target: Target,
  discovery: Discovery,
): string | undefined {
  if (target.resource !== undefined) return target.resource === false ? undefined : target.resource;
  const published = discovery.protectedResourceMetadata?.document.resource;
  const ofApi = scopes.filter((scope) => !OIDC_SCOPES.includes(scope));
  if (grant === 'client_credentials' || published === undefined || ofApi.length === 0) return undefined;
  return ofApi.every((scope) => apiOfScope(scope) === published) ? published : undefined;
}

/**
 * The App ID URI: from the audience the user gave, else what qualified scopes begin with, else the resource.
 * Microsoft Graph's and other APIs' tokens are not for an endpoint that merely asks for them.
 */
function apiOf(target: Target, discovery: Discovery): string | undefined {
  if (target.audience !== undefined) {
    return appIdUri(target.audience, issuerOf(target) ?? discovery.issuer ?? undefined);
  }
  const qualified = requiredScopes(discovery).find((scope) => scope.includes('://'));
  const named =
    qualified === undefined
      ? discovery.protectedResourceMetadata?.document.resource?.replace(/\/$/, '')
      : apiOfScope(qualified);
  if (named !== undefined) requireOwnResource(named, target);
  return named;
}
