import type { Finding } from '../types.ts';
import { unexplained } from './explained.ts';
import type { KnownRule } from './known-rule.ts';
import type { Symptoms } from './rule.ts';
import { appOnlyWithoutRoles } from './rules/app-only-without-roles.ts';
import { audienceMismatch } from './rules/audience-mismatch.ts';
import { audienceNotChecked } from './rules/audience-not-checked.ts';
import { authorizationServerMetadata } from './rules/authorization-server-metadata.ts';
import { bindingNotChecked } from './rules/binding-not-checked.ts';
import { brokenAnswer } from './rules/broken-answer.ts';
import { brokenSession } from './rules/broken-session.ts';
import { clockSkew } from './rules/clock-skew.ts';
import { endpointLoginPage } from './rules/endpoint-login-page.ts';
import { endpointNotFound } from './rules/endpoint-not-found.ts';
import { endpointNotMcp } from './rules/endpoint-not-mcp.ts';
import { entraAudienceIsAppIdUri } from './rules/entra-audience-is-app-id-uri.ts';
import { entraIssuerWithoutV2 } from './rules/entra-issuer-without-v2.ts';
import { entraShortScopes } from './rules/entra-short-scopes.ts';
import { entraTokenVersion1 } from './rules/entra-token-version-1.ts';
import { expiryNotChecked } from './rules/expiry-not-checked.ts';
import { graphToken } from './rules/graph-token.ts';
import { idTokenUsed } from './rules/id-token-used.ts';
import { insufficientScope } from './rules/insufficient-scope.ts';
import { issuerChanged } from './rules/issuer-changed.ts';
import { issuerMismatch } from './rules/issuer-mismatch.ts';
import { issuerNotChecked } from './rules/issuer-not-checked.ts';
import { issuerNotPinned } from './rules/issuer-not-pinned.ts';
import { legacyFallback } from './rules/legacy-fallback.ts';
import { networkBusy } from './rules/network-busy.ts';
import { networkProxy } from './rules/network-proxy.ts';
import { networkTimeout } from './rules/network-timeout.ts';
import { networkTls } from './rules/network-tls.ts';
import { networkUnreachable } from './rules/network-unreachable.ts';
import { noChallenge } from './rules/no-challenge.ts';
import { noRefreshToken } from './rules/no-refresh-token.ts';
import { nothingToRefresh } from './rules/nothing-to-refresh.ts';
import { openDoor } from './rules/open-door.ts';
import { otherAudienceExpected } from './rules/other-audience-expected.ts';
import { ownScopes } from './rules/own-scopes.ts';
import { personNeeded } from './rules/person-needed.ts';
import { providerRefused } from './rules/provider-refused.ts';
import { refusesInTheWrongWay } from './rules/refuses-in-the-wrong-way.ts';
import { registrationRefused } from './rules/registration-refused.ts';
import { resourceMetadataMissing } from './rules/resource-metadata-missing.ts';
import { resourceMismatch } from './rules/resource-mismatch.ts';
import { rolesMissing } from './rules/roles-missing.ts';
import { scopesMissing } from './rules/scopes-missing.ts';
import { settingsRefused } from './rules/settings-refused.ts';
import { sideDoor } from './rules/side-door.ts';
import { signatureInvalid } from './rules/signature-invalid.ts';
import { signatureNotChecked } from './rules/signature-not-checked.ts';
import { stoppedForSafety } from './rules/stopped-for-safety.ts';
import { tokenExpired } from './rules/token-expired.ts';
import { tokenNotBound } from './rules/token-not-bound.ts';
import { tokenNotRead } from './rules/token-not-read.ts';
import { tokenRefused } from './rules/token-refused.ts';
import { toolMissing } from './rules/tool-missing.ts';
import { toolsDropped } from './rules/tools-dropped.ts';
import { unusableTokenAnswer } from './rules/unusable-token-answer.ts';
import { urlElicited } from './rules/url-elicited.ts';
import { wrongClient } from './rules/wrong-client.ts';
import { wrongResult } from './rules/wrong-result.ts';
import { wrongTenant } from './rules/wrong-tenant.ts';

/** Every root cause that is recognised; within a leg the more telling ones first. A new one is one file and one line. */
export const rules: readonly KnownRule[] = [
  issuerNotPinned,
  networkUnreachable,
  networkTimeout,
  networkTls,
  networkProxy,
  networkBusy,
  brokenAnswer,
  stoppedForSafety,
  endpointNotFound,
  endpointNotMcp,
  endpointLoginPage,
  resourceMetadataMissing,
  legacyFallback,
  noChallenge,
  resourceMismatch,
  entraIssuerWithoutV2,
  issuerMismatch,
  authorizationServerMetadata,
  entraShortScopes,
  settingsRefused,
  registrationRefused,
  providerRefused,
  tokenNotBound,
  unusableTokenAnswer,
  nothingToRefresh,
  personNeeded,
  graphToken,
  idTokenUsed,
  entraTokenVersion1,
  entraAudienceIsAppIdUri,
  ownScopes,
  wrongTenant,
  audienceMismatch,
  appOnlyWithoutRoles,
  rolesMissing,
  scopesMissing,
  tokenExpired,
  clockSkew,
  signatureInvalid,
  wrongClient,
  noRefreshToken,
  issuerChanged,
  otherAudienceExpected,
  tokenRefused,
  insufficientScope,
  brokenSession,
  toolMissing,
  wrongResult,
  toolsDropped,
  urlElicited,
  openDoor,
  sideDoor,
  tokenNotRead,
  signatureNotChecked,
  issuerNotChecked,
  audienceNotChecked,
  expiryNotChecked,
  bindingNotChecked,
  refusesInTheWrongWay,
];

/**
 * Root causes in finished evidence, the most likely first: errors in the order of the road, because what breaks
 * early explains what fails later; then warnings and notes, which never explain a failure. Pure.
 */
export function diagnose(symptoms: Symptoms): readonly Finding[] {
  const findings = rules.flatMap((rule, index) =>
    rule.diagnose(visibleTo(rule, symptoms)).map((diagnosis) => ({
      rank: [SEVERITIES.indexOf(diagnosis.severity), LEGS.indexOf(rule.leg), index],
      finding: { code: rule.code, ...diagnosis, docs: docsOf(diagnosis.code ?? rule.code) },
    })),
  );
  const sorted = findings.toSorted((one, other) => compare(one.rank, other.rank));
  return withoutRepetition(sorted.map(({ finding }) => finding));
}

function visibleTo(rule: KnownRule, symptoms: Symptoms): Symptoms {
  if (rule.unlessExplained !== true) return symptoms;
  const earlier = rules.slice(0, rules.indexOf(rule));
  return unexplained(
    symptoms,
    earlier.filter(({ leg }) => leg === 'token' || leg === 'session'),
  );
}

/** Where a finding is described. */
export function docsOf(code: string): string {
  return `docs/findings.md#${code.replaceAll('/', '-')}`;
}

const LEGS: readonly KnownRule['leg'][] = ['target', 'network', 'discovery', 'token', 'session', 'check'];
const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'note'];

function compare(one: readonly number[], other: readonly number[]): number {
  const index = one.findIndex((value, at) => value !== other[at]);
  return index < 0 ? 0 : (one[index] ?? 0) - (other[index] ?? 0);
}

/** Several flows with the same trouble are one finding about all their results. */
function withoutRepetition(findings: readonly Finding[]): readonly Finding[] {
  const merged = new Map<string, Finding>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.code, finding.aadsts, finding.summary, finding.cause, finding.fix]);
    const earlier = merged.get(key);
    const results = [...new Set([...(earlier?.results ?? []), ...finding.results])];
    merged.set(key, { ...finding, results });
  }
  return [...merged.values()];
}
