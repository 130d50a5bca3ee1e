import type { Check } from '../check.ts';
import { acceptsAnyCaseOfScheme } from './accepts-any-case-of-scheme.ts';
import { acceptsValidToken } from './accepts-valid-token.ts';
import { audienceIsExact } from './audience-is-exact.ts';
import { challengeOnInvalidToken } from './challenge-on-invalid-token.ts';
import { ignoresTokenInQuery } from './ignores-token-in-query.ts';
import { refusesWith401Not500 } from './refuses-with-401-not-500.ts';
import { rejectsAlgNone } from './rejects-alg-none.ts';
import { rejectsBoundTokenAsBearer } from './rejects-bound-token-as-bearer.ts';
import { rejectsEmbeddedKey } from './rejects-embedded-key.ts';
import { rejectsEmptyToken } from './rejects-empty-token.ts';
import { rejectsExpiredToken } from './rejects-expired-token.ts';
import { rejectsGarbageToken } from './rejects-garbage-token.ts';
import { rejectsGetWithoutToken } from './rejects-get-without-token.ts';
import { rejectsIdToken } from './rejects-id-token.ts';
import { rejectsKeyConfusion } from './rejects-key-confusion.ts';
import { rejectsMissingAudience } from './rejects-missing-audience.ts';
import { rejectsMissingScheme } from './rejects-missing-scheme.ts';
import { rejectsNoToken } from './rejects-no-token.ts';
import { rejectsNotificationWithoutToken } from './rejects-notification-without-token.ts';
import { rejectsOtherScheme } from './rejects-other-scheme.ts';
import { rejectsRefreshToken } from './rejects-refresh-token.ts';
import { rejectsRevokedToken } from './rejects-revoked-token.ts';
import { rejectsSelfSignedToken } from './rejects-self-signed-token.ts';
import { rejectsStrippedSignature } from './rejects-stripped-signature.ts';
import { rejectsTamperedPayload } from './rejects-tampered-payload.ts';
import { rejectsTamperedSignature } from './rejects-tampered-signature.ts';
import { rejectsTokenBeforeItsTime } from './rejects-token-before-its-time.ts';
import { rejectsTokenInBody } from './rejects-token-in-body.ts';
import { rejectsToolCallWithoutToken } from './rejects-tool-call-without-token.ts';
import { rejectsTwoCredentials } from './rejects-two-credentials.ts';
import { rejectsUnknownKey } from './rejects-unknown-key.ts';
import { rejectsWrongAudience } from './rejects-wrong-audience.ts';
import { rejectsWrongIssuer } from './rejects-wrong-issuer.ts';

/** The door: who gets in and who does not. */
export const endpointChecks: readonly Check[] = [
  acceptsValidToken,
  acceptsAnyCaseOfScheme,
  rejectsNoToken,
  rejectsToolCallWithoutToken,
  rejectsNotificationWithoutToken,
  rejectsGetWithoutToken,
  rejectsMissingScheme,
  rejectsOtherScheme,
  rejectsEmptyToken,
  rejectsTwoCredentials,
  ignoresTokenInQuery,
  rejectsTokenInBody,
  rejectsGarbageToken,
  challengeOnInvalidToken,
  refusesWith401Not500,
  rejectsTamperedSignature,
  rejectsTamperedPayload,
  rejectsStrippedSignature,
  rejectsAlgNone,
  rejectsKeyConfusion,
  rejectsSelfSignedToken,
  rejectsUnknownKey,
  rejectsEmbeddedKey,
  rejectsWrongAudience,
  rejectsMissingAudience,
  audienceIsExact,
  rejectsWrongIssuer,
  rejectsTokenBeforeItsTime,
  rejectsIdToken,
  rejectsRefreshToken,
  rejectsBoundTokenAsBearer,
  rejectsRevokedToken,
  rejectsExpiredToken,
];
