import { isGuid } from '../../../../text/guid.ts';
import type { Refusal } from './refusal.ts';

/** The client id of the refused request; a GUID, or undefined. */
export function clientIdOf({ request, symptoms }: Refusal): string | undefined {
  const id = request?.clientId ?? symptoms.evidence.target.flows.find(({ clientId }) => clientId)?.clientId;
  return id !== undefined && isGuid(id) ? id : undefined;
}

/** The API's client id, where the settings know it or the scopes that were sent: never only by the endpoint's word. */
export function apiIdOf(refusal: Pick<Refusal, 'request' | 'symptoms'>): string | undefined {
  const { audience = '' } = refusal.symptoms.evidence.target;
  return [audience, ...apisIn(scopesSent(refusal))].map((name) => name.replace(/^api:\/\//, '')).find(isGuid);
}

/** The scopes that were asked for: the settings' own, else those that the provider's profile derives. */
export function scopesSent({ request, symptoms }: Pick<Refusal, 'request' | 'symptoms'>): readonly string[] {
  if (request?.scopes !== undefined) return request.scopes;
  const { profile, target, discovery } = symptoms.evidence;
  if (request === undefined || discovery === null) return [];
  try {
    return profile.scopes(request.flow, target, discovery);
  } catch {
    return [];
  }
}

/** Scopes the endpoint itself asks for. */
export function scopesAnnounced({ symptoms }: Pick<Refusal, 'symptoms'>): readonly string[] {
  const { discovery } = symptoms.evidence;
  const published = discovery?.protectedResourceMetadata?.document.scopes_supported ?? [];
  return [...new Set([...(discovery?.challenge?.parameters.scope?.split(' ') ?? []), ...published])];
}

/** `api://{id}` of `api://{id}/calculator.add`; empty for a short name. */
export function apiOfScope(scope: string): string {
  return scope.slice(0, Math.max(0, scope.lastIndexOf('/')));
}

export function nameOfScope(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}

const OPENID: readonly string[] = ['openid', 'profile', 'email', 'offline_access'];

/** The APIs that scopes belong to, each once; a short name has none. */
export function apisIn(scopes: readonly string[]): readonly string[] {
  const ofApis = scopes.filter((scope) => !OPENID.includes(scope) && scope.includes('/'));
  return [...new Set(ofApis.map(apiOfScope))];
}

/** Whether another client got a token in this run: then tenant, cloud and network are right. */
export function otherClientWorks({ request, symptoms }: Refusal): boolean {
  return symptoms.evidence.flows.some(
    (flow) => flow.tokens !== undefined && flow.request.clientId !== request?.clientId,
  );
}

/** The redirect URI that a client registers for this program. */
export function redirectUri({ symptoms }: Pick<Refusal, 'symptoms'>): string {
  const { host, path } = symptoms.evidence.profile.loopback;
  return `http://${host}${path}`;
}

export function isPersonFlow(flow: string | undefined): boolean {
  return flow === 'authorization_code' || flow === 'device_code';
}
