import { randomUUID } from 'node:crypto';
import type { HeaderList, Profile } from '../types.ts';

/**
 * The id under which Entra ID's sign-in logs will have this request, as correlation id; nothing for other providers
 * and where the library named one already: msal-node puts its own into the URL. A refusal repeats it as
 * `correlation_id`, and with the second header every answer does
 * (https://learn.microsoft.com/entra/identity/monitoring-health/concept-sign-in-log-activity-details).
 */
export function requestIdHeaders(
  profile: Pick<Profile, 'name'>,
  request: { readonly url: string; readonly headers: HeaderList },
): HeaderList {
  if (profile.name !== 'entra' || new URL(request.url).searchParams.has(NAME)) return [];
  if (request.headers.some(([name]) => name.toLowerCase() === NAME)) return [];
  return [
    [NAME, randomUUID()],
    [`return-${NAME}`, 'true'],
  ];
}

const NAME = 'client-request-id';
