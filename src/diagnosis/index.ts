import type { Finding } from '../types.ts';
import { isServersOwn } from './codes.ts';
import { unexplained } from './explained.ts';
import { folded } from './folded.ts';
import type { KnownRule } from './known-rule.ts';
import type { Symptoms } from './rule.ts';
import { discoveryRules } from './rules/discovery/index.ts';
import { doorRules } from './rules/door/index.ts';
import { gatewayRules } from './rules/gateway/index.ts';
import { idpRules } from './rules/idp/index.ts';
import { networkRules } from './rules/network/index.ts';
import { protocolRules } from './rules/protocol/index.ts';
import { providerRules } from './rules/provider/index.ts';
import { serverRules } from './rules/server/index.ts';
import { tokenRules } from './rules/token/index.ts';

/** Every root cause that is recognised; within a leg the more telling ones first. */
export const rules: readonly KnownRule[] = [
  ...networkRules,
  ...gatewayRules,
  ...discoveryRules,
  ...idpRules,
  ...providerRules,
  ...tokenRules,
  ...serverRules,
  ...protocolRules,
  ...doorRules,
];

/**
 * Root causes in finished evidence, the most likely first: errors in the order of the road, because what breaks
 * early explains what fails later, and behind each error what only follows from it; then warnings and notes, which
 * never explain a failure. Pure.
 */
export function diagnose(symptoms: Symptoms): readonly Finding[] {
  const leftFor = unexplained(symptoms, rules);
  const findings = rules.flatMap((rule, index) =>
    rule.diagnose(rule.unlessExplained === true ? leftFor(rule) : symptoms).map((diagnosis) => ({
      rank: [SEVERITIES.indexOf(diagnosis.severity), LEGS.indexOf(rule.leg), index],
      rule,
      finding: { code: rule.code, ...diagnosis, docs: docsOf(diagnosis.code ?? rule.code) },
    })),
  );
  const sorted = findings.toSorted((one, other) => compare(one.rank, other.rank));
  const explains = new Map(findings.map(({ finding, rule }) => [finding.code, rule.explains ?? []]));
  return folded(withoutRepetition(sorted.map(({ finding }) => finding)), explains);
}

/** Where a finding is described; what servers say themselves has a page of its own. */
export function docsOf(code: string): string {
  return `docs/${isServersOwn(code) ? 'errors' : 'findings'}.md#${code.replaceAll('/', '-').toLowerCase()}`;
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
