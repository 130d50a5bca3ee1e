import type { FlowEvidence } from '../types.ts';
import type { Rule, Symptoms } from './rule.ts';

/** The symptoms without the flows whose trouble an error of these rules explains, and without their errors. */
export function unexplained(symptoms: Symptoms, rules: readonly Rule[]): Symptoms {
  const { flows } = symptoms.evidence;
  const open = flows.filter((flow) => {
    const own = only(symptoms, [flow]);
    return !rules.some((rule) => rule.diagnose(own).some(({ severity }) => severity === 'error'));
  });
  return open.length === flows.length ? symptoms : only(symptoms, open);
}

/** The symptoms as if no other flow had been walked. What belongs to no flow stays. */
function only(symptoms: Symptoms, flows: readonly FlowEvidence[]): Symptoms {
  const { evidence, results, errors } = symptoms;
  const others = evidence.flows.filter((flow) => !flows.includes(flow));
  const names = new Set(flows.map(({ request }) => request.flow));
  const foreign = new Set(
    others.flatMap(({ error, sessions }) => [error, ...sessions.map((one) => one.error)]),
  );
  return {
    evidence: { ...evidence, flows },
    results: results.filter(({ flow }) => flow === undefined || names.has(flow)),
    errors: errors.filter((error) => !foreign.has(error)),
  };
}
