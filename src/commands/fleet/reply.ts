import type { HttpResponse } from '../../types.ts';

/** A token that does not say how long it lives is handed on for so long, in milliseconds. */
const UNSAID_MS = 60_000;
/** What is to be left of a token's life for whoever gets it then: checks take their time. */
const LEFT_MS = 300_000;

/**
 * How long the answer of a token endpoint may be handed on, in milliseconds from when it came; undefined: it may
 * not, because it is no success, or carries a refresh token, which may be good once.
 */
export function lifeOf(answer: HttpResponse): number | undefined {
  if (answer.status !== 200) return undefined;
  const members = membersOf(answer);
  if (typeof members.access_token !== 'string' || members.access_token === '') return undefined;
  if (members.refresh_token !== undefined) return undefined;
  const said = members.expires_in;
  const seconds =
    typeof said === 'number' || (typeof said === 'string' && said !== '') ? Number(said) : Number.NaN;
  if (!(seconds >= 0)) return UNSAID_MS;
  const life = seconds * 1000;
  return life - Math.min(LEFT_MS, life / 2);
}

/** Whether the authorization server refused who asks, whatever for (RFC 6749 §5.2 `invalid_client`, 401). */
export function refusesClient(answer: HttpResponse): boolean {
  const { error } = membersOf(answer);
  if (typeof error !== 'string' || answer.status < 400 || answer.status > 403) return false;
  return error === 'invalid_client' || (answer.status === 401 && error === 'unauthorized_client');
}

function membersOf({ body }: HttpResponse): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
