import type { Check } from '../check.ts';
import { acceptsBearerTokens } from './accepts-bearer-tokens.ts';
import { authorizationServerMetadataFound } from './authorization-server-metadata-found.ts';
import { authorizationServersListed } from './authorization-servers-listed.ts';
import { bearerInHeaderOnly } from './bearer-in-header-only.ts';
import { challengeComesFirst } from './challenge-comes-first.ts';
import { challengeIsStable } from './challenge-is-stable.ts';
import { challengeIsWellFormed } from './challenge-is-well-formed.ts';
import { challengeLeavesOutOfflineAccess } from './challenge-leaves-out-offline-access.ts';
import { challengeNamesResourceMetadata } from './challenge-names-resource-metadata.ts';
import { challengeNamesScope } from './challenge-names-scope.ts';
import { challengeWithoutErrorWhenNoToken } from './challenge-without-error-when-no-token.ts';
import { issuerIsExact } from './issuer-is-exact.ts';
import { metadataAgrees } from './metadata-agrees.ts';
import { metadataAtPath } from './metadata-at-path.ts';
import { metadataAtRoot } from './metadata-at-root.ts';
import { metadataIsJson } from './metadata-is-json.ts';
import { metadataNeedsNoToken } from './metadata-needs-no-token.ts';
import { metadataOnOwnOrigin } from './metadata-on-own-origin.ts';
import { metadataReadableAcrossOrigins } from './metadata-readable-across-origins.ts';
import { metadataUrlsAreHttps } from './metadata-urls-are-https.ts';
import { protectedResourceMetadataFound } from './protected-resource-metadata-found.ts';
import { refusalRevealsNothing } from './refusal-reveals-nothing.ts';
import { resourceAlgorithmsAreSound } from './resource-algorithms-are-sound.ts';
import { resourceIsCanonical } from './resource-is-canonical.ts';
import { resourceMatchesEndpoint } from './resource-matches-endpoint.ts';
import { scopesAreMinimal } from './scopes-are-minimal.ts';
import { serverAdvertisesIss } from './server-advertises-iss.ts';
import { serverAdvertisesS256 } from './server-advertises-s256.ts';
import { serverAlgorithmsAreSound } from './server-algorithms-are-sound.ts';
import { serverAtEndpointOrigin } from './server-at-endpoint-origin.ts';
import { serverEndpointsAreHttps } from './server-endpoints-are-https.ts';
import { serverHasRequiredFields } from './server-has-required-fields.ts';
import { serverKeysArePublic } from './server-keys-are-public.ts';
import { serverLeavesOutLegacyGrants } from './server-leaves-out-legacy-grants.ts';
import { serverMetadataAgrees } from './server-metadata-agrees.ts';
import { serverOffersClientCredentials } from './server-offers-client-credentials.ts';
import { serverOffersRegistration } from './server-offers-registration.ts';

/** What the endpoint and its authorization server say of themselves, in reading order. */
export const discoveryChecks: readonly Check[] = [
  challengeIsWellFormed,
  challengeComesFirst,
  challengeNamesResourceMetadata,
  challengeNamesScope,
  challengeLeavesOutOfflineAccess,
  challengeWithoutErrorWhenNoToken,
  challengeIsStable,
  refusalRevealsNothing,
  protectedResourceMetadataFound,
  metadataNeedsNoToken,
  metadataAtPath,
  metadataAtRoot,
  metadataOnOwnOrigin,
  metadataAgrees,
  metadataIsJson,
  resourceMatchesEndpoint,
  resourceIsCanonical,
  authorizationServersListed,
  metadataUrlsAreHttps,
  scopesAreMinimal,
  bearerInHeaderOnly,
  acceptsBearerTokens,
  resourceAlgorithmsAreSound,
  metadataReadableAcrossOrigins,
  authorizationServerMetadataFound,
  issuerIsExact,
  serverMetadataAgrees,
  serverHasRequiredFields,
  serverEndpointsAreHttps,
  serverAdvertisesS256,
  serverAdvertisesIss,
  serverOffersRegistration,
  serverOffersClientCredentials,
  serverLeavesOutLegacyGrants,
  serverKeysArePublic,
  serverAlgorithmsAreSound,
  serverAtEndpointOrigin,
];
