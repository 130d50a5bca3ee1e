import type { KnownRule } from '../../known-rule.ts';
import { auth0AudienceIsAnArray } from './auth0-audience-is-an-array.ts';
import { auth0IssuerWithoutSlash } from './auth0-issuer-without-slash.ts';
import { auth0NoAudience } from './auth0-no-audience.ts';
import { auth0PermissionsMissing } from './auth0-permissions-missing.ts';
import { b2cPolicyMissing } from './b2c-policy-missing.ts';
import { keycloakAudienceMissing } from './keycloak-audience-missing.ts';
import { keycloakIssuerByOtherHost } from './keycloak-issuer-by-other-host.ts';
import { keycloakRealmNotFound } from './keycloak-realm-not-found.ts';
import { keycloakRolesNotRead } from './keycloak-roles-not-read.ts';
import { oktaAuthorizationServerNotFound } from './okta-authorization-server-not-found.ts';
import { oktaOrgAuthorizationServer } from './okta-org-authorization-server.ts';
import { oktaScopesAreAnArray } from './okta-scopes-are-an-array.ts';
import { redirectPortNotFixed } from './redirect-port-not-fixed.ts';
import { refusedInItsWords } from './refused-in-its-words.ts';

/** Okta, Auth0, Keycloak and others: causes that only they have. The more telling ones first. */
export const idpRules: readonly KnownRule[] = [
  oktaAuthorizationServerNotFound,
  keycloakRealmNotFound,
  b2cPolicyMissing,
  keycloakIssuerByOtherHost,
  oktaOrgAuthorizationServer,
  auth0NoAudience,
  keycloakRolesNotRead,
  refusedInItsWords,
  redirectPortNotFixed,
  keycloakAudienceMissing,
  auth0PermissionsMissing,
  auth0AudienceIsAnArray,
  auth0IssuerWithoutSlash,
  oktaScopesAreAnArray,
];
