import type { FlowRequest } from '../types.ts';
import type { Symptoms } from './rule.ts';

/** The scopes that the endpoint's challenges demanded of the token of this flow, as they were written. */
export function demandedOf({ evidence }: Symptoms, request: FlowRequest): readonly string[] {
  const { sessions = [] } = evidence.flows.find((flow) => flow.request === request) ?? {};
  const asked = sessions.flatMap(({ error }) => {
    const demands =
      error?.code === 'auth.insufficient_scope' || error?.provider?.error === 'insufficient_scope';
    return demands ? (error?.provider?.scope?.split(' ') ?? []) : [];
  });
  return [...new Set(asked.filter((scope) => scope !== ''))];
}

/** `calculator.add` of `api://…/calculator.add`: what Entra ID writes into the token. */
export function shortScope(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
