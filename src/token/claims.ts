/** The payload of a token as its issuer wrote it. */
export type Claims = Readonly<Record<string, unknown>>;

/** `aud` as an array (RFC 7519 §4.1.3 allows a single string). */
export function audiences(claims: Claims): readonly string[] {
  return strings(claims.aud);
}

/**
 * Scopes, sorted, each once. Entra ID writes `scp` as a string, Okta as an array; Auth0, Keycloak and
 * RFC 9068 write `scope`.
 */
export function scopes(claims: Claims): readonly string[] {
  return sortedOnce([...words(claims.scp), ...words(claims.scope)]);
}

/**
 * Roles and permissions, sorted, each once. Entra ID's `roles` stand as they are; where another claim holds
 * them the name says so: `permission:` (Auth0), `realm:` and `client:NAME:` (Keycloak). A role at one client
 * must not pass for the same word at another.
 */
export function roles(claims: Claims): readonly string[] {
  const clients = Object.entries(record(claims.resource_access)).flatMap(([client, access]) =>
    strings(record(access).roles).map((role) => `client:${client}:${role}`),
  );
  return sortedOnce([
    ...strings(claims.roles),
    ...strings(claims.permissions).map((permission) => `permission:${permission}`),
    ...strings(record(claims.realm_access).roles).map((role) => `realm:${role}`),
    ...clients,
  ]);
}

/** The client the token was issued to: `azp` (OpenID Connect), `appid` (Entra v1), `cid` (Okta), `client_id` (RFC 9068). */
export function clientId(claims: Claims): string | null {
  const found = ['azp', 'appid', 'cid', 'client_id'].map((name) => text(claims[name]));
  return found.find((value) => value !== null) ?? null;
}

/** A claim that is a string, else null. */
export function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export interface Moment {
  /** ISO 8601, or null when absent or unreadable. */
  readonly at: string | null;
  readonly remark?: string;
}

/** A NumericDate (RFC 7519 §2: seconds since the epoch, fractions allowed) as ISO 8601. */
export function moment(claims: Claims, name: string): Moment {
  const value = claims[name];
  if (value === undefined) return { at: null };
  if (typeof value !== 'number') return { at: null, remark: `the claim "${name}" is not a number` };
  const milliseconds = Math.round(value * 1000);
  if (!(Math.abs(milliseconds) <= MAX_DATE))
    return { at: null, remark: `the claim "${name}" is not a time that can be represented` };
  const at = new Date(milliseconds).toISOString();
  return value < 0 ? { at, remark: `the claim "${name}" lies before 1970` } : { at };
}

/** Largest distance from the epoch that a Date can hold, in milliseconds. */
const MAX_DATE = 8.64e15;

function strings(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

function words(value: unknown): readonly string[] {
  return strings(value).flatMap((item) => item.split(' ').filter((word) => word !== ''));
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};
}

function sortedOnce(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
