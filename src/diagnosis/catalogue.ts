import { auth0Errors } from './catalogue/auth0.ts';
import { b2cErrors } from './catalogue/b2c.ts';
import { clientAuthentication } from './catalogue/client-authentication.ts';
import { conditionalAccess } from './catalogue/conditional-access.ts';
import { consentAndAssignment } from './catalogue/consent-and-assignment.ts';
import { deviceCode } from './catalogue/device-code.ts';
import type { Entry } from './catalogue/entry.ts';
import { federatedCredentials } from './catalogue/federated-credentials.ts';
import { keycloakErrors } from './catalogue/keycloak.ts';
import { oktaErrors } from './catalogue/okta.ts';
import { pkceAndCode } from './catalogue/pkce-and-code.ts';
import { type ProviderEntry, recogniseIn, type Said } from './catalogue/provider-entry.ts';
import { redirectAndPlatform } from './catalogue/redirect-and-platform.ts';
import { refreshAndSession } from './catalogue/refresh-and-session.ts';
import { request } from './catalogue/request.ts';
import { scopeAndResource } from './catalogue/scope-and-resource.ts';
import { service } from './catalogue/service.ts';
import { tenantAndCloud } from './catalogue/tenant-and-cloud.ts';

export type { Confidence } from './catalogue/confidence.ts';
export type { Entry } from './catalogue/entry.ts';
export type { ProviderEntry, Said } from './catalogue/provider-entry.ts';
export {
  type RefusedFor,
  type ValidatorEntry,
  validatorCatalogue,
  validatorEntryOf,
  type WhyRefused,
  whyRefused,
} from './catalogue/validators.ts';

/**
 * Entra ID's error numbers by topic. Sources: Microsoft identity platform, "Microsoft Entra authentication and
 * authorization error codes", and answers that users published; each entry says which, and how far it is known.
 */
export const entraTopics: Readonly<Record<string, readonly Entry[]>> = {
  'Client authentication': clientAuthentication,
  'Federated credentials': federatedCredentials,
  'Scope and resource': scopeAndResource,
  'The request': request,
  'Tenant and cloud': tenantAndCloud,
  'Redirect URI and platform': redirectAndPlatform,
  'PKCE and authorization code': pkceAndCode,
  'Refresh token and session': refreshAndSession,
  'Consent and assignment': consentAndAssignment,
  'Conditional Access and devices': conditionalAccess,
  'Device code': deviceCode,
  'Throttling and service': service,
};

export const catalogue: readonly Entry[] = Object.values(entraTopics).flat();

export function entryOf(aadsts: number): Entry | undefined {
  return catalogue.find((entry) => entry.code === aadsts);
}

/** Errors of providers that do not number them, or (B2C, Okta's management API) in another way, by provider. */
export const providerTopics: Readonly<Record<string, readonly ProviderEntry[]>> = {
  'Azure AD B2C': b2cErrors,
  Okta: oktaErrors,
  Auth0: auth0Errors,
  Keycloak: keycloakErrors,
};

export const providerCatalogue: readonly ProviderEntry[] = Object.values(providerTopics).flat();

/** What an answer of the provider with that profile means; undefined where that is not known. */
export function entryOfProvider(profile: string, said: Said): ProviderEntry | undefined {
  return recogniseIn(BY_PROFILE[profile] ?? b2cErrors, said);
}

/** B2C has Entra ID's profile; its numbers are its own wherever they are met. */
const BY_PROFILE: Readonly<Record<string, readonly ProviderEntry[]>> = {
  okta: oktaErrors,
  auth0: auth0Errors,
  keycloak: keycloakErrors,
};
