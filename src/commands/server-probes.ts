import { RunError } from '../errors.ts';
import type { FlowContext } from '../flows/flow.ts';
import { createServerProbe } from '../flows/server-probe.ts';
import type { Evidence, FlowEvidence, Http, ServerProbe } from '../types.ts';

/** The parts of a flow's context that are the run's own. */
export type RunParts = Pick<FlowContext, 'person' | 'registrations' | 'now' | 'signal'>;

/** One probe for each flow, made when it is first wanted. */
export function serverProbes(
  evidence: Evidence,
  http: Http,
  parts: RunParts,
): (flow: FlowEvidence) => ServerProbe {
  const made = new Map<FlowEvidence, ServerProbe>();
  return (flow) => {
    const known = made.get(flow) ?? createServerProbe(contextOf(flow, evidence, http, parts));
    made.set(flow, known);
    return known;
  };
}

function contextOf(flow: FlowEvidence, evidence: Evidence, http: Http, parts: RunParts): FlowContext {
  const { target, profile, discovery, flows } = evidence;
  if (discovery === null)
    throw new RunError('internal.no_discovery', 'A check asked an authorization server before discovery.');
  const earlier = flows.flatMap(({ request, tokens }) => (tokens === undefined ? [] : [{ request, tokens }]));
  return { target, request: flow.request, profile, discovery, http, earlier, ...parts };
}
