import type { Check } from '../check.ts';
import { bindsCodesToClient } from './binds-codes-to-client.ts';
import { bindsCodesToRedirectUri } from './binds-codes-to-redirect-uri.ts';
import { codesAreSingleUse } from './codes-are-single-use.ts';
import { codesExpire } from './codes-expire.ts';
import { echoesState } from './echoes-state.ts';
import { errorsCarryStateAndIss } from './errors-carry-state-and-iss.ts';
import { keepsTokensOutOfUrls } from './keeps-tokens-out-of-urls.ts';
import { pagesCannotBeFramed } from './pages-cannot-be-framed.ts';
import { redirectsOnlyToRegisteredUris } from './redirects-only-to-registered-uris.ts';
import { refreshDoesNotWiden } from './refresh-does-not-widen.ts';
import { refusesImplicitGrant } from './refuses-implicit-grant.ts';
import { refusesPkceDowngrade } from './refuses-pkce-downgrade.ts';
import { refusesPlainPkce } from './refuses-plain-pkce.ts';
import { refusesUnknownClients } from './refuses-unknown-clients.ts';
import { refusesUnsafeRedirectSchemes } from './refuses-unsafe-redirect-schemes.ts';
import { requiresPkce } from './requires-pkce.ts';
import { rotatesRefreshTokens } from './rotates-refresh-tokens.ts';
import { sendsTheRightIss } from './sends-the-right-iss.ts';
import { verifiesTheCodeVerifier } from './verifies-the-code-verifier.ts';

/**
 * The authorization server, as a browser meets it. Those with a sign-in run one after the other as they stand here;
 * they share the first one, whose code is redeemed again before it is old.
 */
export const authorizationEndpointChecks: readonly Check[] = [
  redirectsOnlyToRegisteredUris,
  refusesUnsafeRedirectSchemes,
  refusesUnknownClients,
  refusesPlainPkce,
  refusesImplicitGrant,
  errorsCarryStateAndIss,
  pagesCannotBeFramed,
  echoesState,
  sendsTheRightIss,
  keepsTokensOutOfUrls,
  codesAreSingleUse,
  verifiesTheCodeVerifier,
  requiresPkce,
  refusesPkceDowngrade,
  bindsCodesToRedirectUri,
  bindsCodesToClient,
  refreshDoesNotWiden,
  rotatesRefreshTokens,
  codesExpire,
];
