import type { KnownRule } from '../../known-rule.ts';
import { authorizationServerMetadata } from './authorization-server-metadata.ts';
import { challengeIsNotBearer } from './challenge-is-not-bearer.ts';
import { challengeLeadsNowhere } from './challenge-leads-nowhere.ts';
import { challengeNamesAnotherHost } from './challenge-names-another-host.ts';
import { challengeUnreadable } from './challenge-unreadable.ts';
import { challengeWithoutMetadata } from './challenge-without-metadata.ts';
import { endpointLoginPage } from './endpoint-login-page.ts';
import { endpointNotFound } from './endpoint-not-found.ts';
import { endpointNotMcp } from './endpoint-not-mcp.ts';
import { endpointOnAnotherOrigin } from './endpoint-on-another-origin.ts';
import { entraExternalIdIssuer } from './entra-external-id-issuer.ts';
import { entraIssuerByDomain } from './entra-issuer-by-domain.ts';
import { entraIssuerOfAnotherTenant } from './entra-issuer-of-another-tenant.ts';
import { entraIssuerOfMany } from './entra-issuer-of-many.ts';
import { entraIssuerWithoutV2 } from './entra-issuer-without-v2.ts';
import { entraScopesOfAnotherApi } from './entra-scopes-of-another-api.ts';
import { entraShortScopes } from './entra-short-scopes.ts';
import { httpBehindTls } from './http-behind-tls.ts';
import { issuerDiffersBySlash } from './issuer-differs-by-slash.ts';
import { issuerIsMetadataUrl } from './issuer-is-metadata-url.ts';
import { issuerMismatch } from './issuer-mismatch.ts';
import { issuerNotPinned } from './issuer-not-pinned.ts';
import { legacyFallback } from './legacy-fallback.ts';
import { metadataContentType } from './metadata-content-type.ts';
import { metadataFails } from './metadata-fails.ts';
import { metadataIsHtml } from './metadata-is-html.ts';
import { metadataNeedsToken } from './metadata-needs-token.ts';
import { metadataRedirects } from './metadata-redirects.ts';
import { noAuthorizationServer } from './no-authorization-server.ts';
import { noChallenge } from './no-challenge.ts';
import { noSigningKeys } from './no-signing-keys.ts';
import { openidScopes } from './openid-scopes.ts';
import { pkceNotAdvertised } from './pkce-not-advertised.ts';
import { resourceDiffersBySlash } from './resource-differs-by-slash.ts';
import { resourceIsAppIdUri } from './resource-is-app-id-uri.ts';
import { resourceMetadataMissing } from './resource-metadata-missing.ts';
import { resourceMismatch } from './resource-mismatch.ts';
import { serverMetadataIncomplete } from './server-metadata-incomplete.ts';
import { serverMetadataUnreadable } from './server-metadata-unreadable.ts';
import { severalAuthorizationServers } from './several-authorization-servers.ts';
import { tokenOfAnotherServer } from './token-of-another-server.ts';

/** What the endpoint says of itself, and what its authorization server publishes. The more telling ones first. */
export const discoveryRules: readonly KnownRule[] = [
  endpointOnAnotherOrigin,
  pkceNotAdvertised,
  issuerNotPinned,
  endpointNotFound,
  endpointNotMcp,
  endpointLoginPage,
  challengeIsNotBearer,
  httpBehindTls,
  challengeUnreadable,
  challengeNamesAnotherHost,
  metadataNeedsToken,
  metadataRedirects,
  metadataIsHtml,
  metadataFails,
  resourceMetadataMissing,
  legacyFallback,
  noChallenge,
  challengeLeadsNowhere,
  challengeWithoutMetadata,
  resourceDiffersBySlash,
  resourceIsAppIdUri,
  entraScopesOfAnotherApi,
  resourceMismatch,
  noAuthorizationServer,
  issuerIsMetadataUrl,
  entraIssuerWithoutV2,
  entraIssuerOfMany,
  entraIssuerByDomain,
  entraIssuerOfAnotherTenant,
  entraExternalIdIssuer,
  issuerDiffersBySlash,
  issuerMismatch,
  serverMetadataUnreadable,
  serverMetadataIncomplete,
  authorizationServerMetadata,
  noSigningKeys,
  metadataContentType,
  entraShortScopes,
  openidScopes,
  severalAuthorizationServers,
  tokenOfAnotherServer,
];
