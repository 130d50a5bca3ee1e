import type { Refusal } from './refusal.ts';
import { isPersonFlow } from './settings.ts';

/**
 * Numbers of refusals that concern a known application and what it, or the person, showed or may do. What is refused
 * before that, on an error page for instance, need not be in the log.
 */
const LOGGED: ReadonlySet<number> = new Set([
  7000215, 7000222, 7000112, 7000229, 700027, 700024, 70021, 700211, 700212, 700213, 7002137, 7002138, 501051,
  50105, 53000, 53001, 53002, 53003, 50072, 50074, 50076, 50078, 50079, 50158, 65001, 65004, 90094, 50173,
  700082, 50034, 50053, 50055, 50057, 50126,
]);

/** Where Entra ID tells administrators more about a refusal; undefined where it does not. */
export function signInLog({ provider, request, symptoms }: Refusal): string | undefined {
  const { aadsts, correlationId } = provider;
  if (symptoms.evidence.profile.name !== 'entra' || aadsts === undefined || !LOGGED.has(aadsts)) {
    return undefined;
  }
  const filter =
    correlationId === undefined
      ? request?.clientId === undefined
        ? undefined
        : `Application ID ${request.clientId}`
      : `Correlation ID ${correlationId}`;
  if (filter === undefined) return undefined;
  return `Entra admin center > Monitoring & health > Sign-in logs > ${kindOf(request?.flow)}, filter ${filter}.`;
}

function kindOf(flow: string | undefined): string {
  if (flow === 'client_credentials') return 'Service principal sign-ins';
  return isPersonFlow(flow) ? 'User sign-ins (interactive)' : 'User sign-ins (non-interactive)';
}
