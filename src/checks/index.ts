import type { Check } from './check.ts';
import { authorizationServerMetadataFound } from './discovery/authorization-server-metadata-found.ts';
import { authorizationServersListed } from './discovery/authorization-servers-listed.ts';
import { challengeIsWellFormed } from './discovery/challenge-is-well-formed.ts';
import { challengeNamesResourceMetadata } from './discovery/challenge-names-resource-metadata.ts';
import { issuerIsExact } from './discovery/issuer-is-exact.ts';
import { protectedResourceMetadataFound } from './discovery/protected-resource-metadata-found.ts';
import { resourceMatchesEndpoint } from './discovery/resource-matches-endpoint.ts';
import { acceptsValidToken } from './endpoint/accepts-valid-token.ts';
import { challengeOnInvalidToken } from './endpoint/challenge-on-invalid-token.ts';
import { rejectsAlgNone } from './endpoint/rejects-alg-none.ts';
import { rejectsBoundTokenAsBearer } from './endpoint/rejects-bound-token-as-bearer.ts';
import { rejectsExpiredToken } from './endpoint/rejects-expired-token.ts';
import { rejectsGarbageToken } from './endpoint/rejects-garbage-token.ts';
import { rejectsGetWithoutToken } from './endpoint/rejects-get-without-token.ts';
import { rejectsNoToken } from './endpoint/rejects-no-token.ts';
import { rejectsNotificationWithoutToken } from './endpoint/rejects-notification-without-token.ts';
import { rejectsSelfSignedToken } from './endpoint/rejects-self-signed-token.ts';
import { rejectsStrippedSignature } from './endpoint/rejects-stripped-signature.ts';
import { rejectsTamperedPayload } from './endpoint/rejects-tampered-payload.ts';
import { rejectsTamperedSignature } from './endpoint/rejects-tampered-signature.ts';
import { rejectsToolCallWithoutToken } from './endpoint/rejects-tool-call-without-token.ts';
import { rejectsWrongAudience } from './endpoint/rejects-wrong-audience.ts';
import { rejectsWrongIssuer } from './endpoint/rejects-wrong-issuer.ts';
import { entraCompatible } from './interop/entra-compatible.ts';
import { specStrict } from './interop/spec-strict.ts';
import { selectFrom } from './select-checks.ts';
import { answersExpectedResults } from './server/answers-expected-results.ts';
import { listsExpectedTools } from './server/lists-expected-tools.ts';
import { audienceAsExpected } from './token/audience-as-expected.ts';
import { boundToItsKey } from './token/bound-to-its-key.ts';
import { issuerAsExpected } from './token/issuer-as-expected.ts';
import { notExpired } from './token/not-expired.ts';
import { refreshWorks } from './token/refresh-works.ts';
import { rolesAsExpected } from './token/roles-as-expected.ts';
import { scopesAsExpected } from './token/scopes-as-expected.ts';
import { signatureVerifies } from './token/signature-verifies.ts';

export type { AttackTokens, Check, CheckContext, Judgement } from './check.ts';
export { type RunOptions, runChecks } from './run-checks.ts';

/** Every check, in reading order. */
export const checks: readonly Check[] = [
  challengeIsWellFormed,
  challengeNamesResourceMetadata,
  protectedResourceMetadataFound,
  resourceMatchesEndpoint,
  authorizationServersListed,
  authorizationServerMetadataFound,
  issuerIsExact,
  signatureVerifies,
  boundToItsKey,
  audienceAsExpected,
  issuerAsExpected,
  scopesAsExpected,
  rolesAsExpected,
  notExpired,
  refreshWorks,
  acceptsValidToken,
  rejectsNoToken,
  rejectsToolCallWithoutToken,
  rejectsNotificationWithoutToken,
  rejectsGetWithoutToken,
  rejectsGarbageToken,
  challengeOnInvalidToken,
  rejectsTamperedSignature,
  rejectsTamperedPayload,
  rejectsStrippedSignature,
  rejectsAlgNone,
  rejectsSelfSignedToken,
  rejectsWrongAudience,
  rejectsWrongIssuer,
  rejectsExpiredToken,
  rejectsBoundTokenAsBearer,
  listsExpectedTools,
  answersExpectedResults,
  specStrict,
  entraCompatible,
];

/**
 * The checks that `list` names, without those that `skip` names: ids, groups, `all` or `none`, as a list or with commas.
 * @throws UsageError `usage.unknown_check`, `usage.no_checks`
 */
export function selectChecks(
  list: string | readonly string[] = 'all',
  skip: string | readonly string[] = '',
): readonly Check[] {
  return selectFrom(checks, list, skip);
}
