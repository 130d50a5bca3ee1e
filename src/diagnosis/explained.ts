import type { FlowEvidence, Result } from '../types.ts';
import type { Rule, Symptoms } from './rule.ts';

/**
 * What is left to explain, rule by rule: the symptoms without the flows whose trouble an error of an earlier rule about
 * tokens and sessions explains, and without their errors. Each flow is looked at once.
 */
export function unexplained(symptoms: Symptoms, rules: readonly Rule[]): (rule: Rule) => Symptoms {
  const { flows } = symptoms.evidence;
  if (isWell(symptoms)) return () => symptoms;
  const explainedAt = flows.map((flow) => {
    const own = only(symptoms, [flow]);
    const at = rules.findIndex(
      (rule) =>
        (rule.leg === 'token' || rule.leg === 'session') &&
        rule.diagnose(own).some(({ severity }) => severity === 'error'),
    );
    return at < 0 ? rules.length : at;
  });
  return (rule) => {
    const place = rules.indexOf(rule);
    const open = flows.filter((_flow, index) => (explainedAt[index] ?? 0) >= place);
    return open.length === flows.length ? symptoms : only(symptoms, open);
  };
}

/** Nothing failed, so that nothing is explained either. */
function isWell({ results, errors }: Symptoms): boolean {
  return errors.length === 0 && results.every(({ verdict }) => WELL.has(verdict));
}

const WELL: ReadonlySet<Result['verdict']> = new Set(['pass', 'info', 'skip']);

/** The symptoms as if no other flow had been walked. What belongs to no flow stays. */
function only(symptoms: Symptoms, flows: readonly FlowEvidence[]): Symptoms {
  const { evidence, results, errors, exchanges } = symptoms;
  const others = evidence.flows.filter((flow) => !flows.includes(flow));
  const names = new Set(flows.map(({ request }) => request.flow));
  const foreign = new Set(
    others.flatMap(({ error, sessions }) => [error, ...sessions.map((one) => one.error)]),
  );
  return {
    evidence: { ...evidence, flows },
    results: results.filter(({ flow }) => flow === undefined || names.has(flow)),
    errors: errors.filter((error) => !foreign.has(error)),
    exchanges,
  };
}
