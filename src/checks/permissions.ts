import type { FlowEvidence } from '../types.ts';

/** What a token permits, as far as anybody said. */
export interface Permissions {
  /** What can be asked for; undefined: nobody said. */
  readonly scopes: readonly string[] | undefined;
  /** What is assigned. */
  readonly roles: readonly string[];
}

/** Scopes of OpenID Connect, which belong to no API. */
export const OIDC: ReadonlySet<string> = new Set(['openid', 'profile', 'email', 'offline_access']);

/**
 * Scopes of a token: those that it holds itself and those that the authorization server named when it issued it, else
 * those that were asked for (RFC 6749 §5.1: an answer without `scope` granted just that).
 */
export function permissionsOf({ token, tokens }: Pick<FlowEvidence, 'token' | 'tokens'>): Permissions {
  const roles = token?.roles ?? [];
  const stated = [...(token?.scp ?? []), ...(tokens?.scopes ?? [])];
  if (stated.length > 0) return { scopes: named(stated), roles };
  if (tokens?.requestedScopes !== undefined) return { scopes: named(tokens.requestedScopes), roles };
  const isReadable = token !== undefined && token.claims !== null;
  return { scopes: isReadable || Array.isArray(tokens?.scopes) ? [] : undefined, roles };
}

/** Scopes and roles, where all are known. */
export function allOf({ scopes, roles }: Permissions): readonly string[] | undefined {
  return scopes === undefined ? undefined : [...scopes, ...roles];
}

/** Whether one of the permissions is this one. Entra ID asks for `api://x/read` and writes `read` into the token. */
export function includesPermission(permissions: readonly string[], wanted: string): boolean {
  return permissions.some(
    (one) => one === wanted || one.endsWith(`/${wanted}`) || wanted.endsWith(`/${one}`),
  );
}

export function wordsOf(text: string | undefined): readonly string[] {
  return (text ?? '').split(/\s+/).filter((word) => word !== '');
}

/**
 * Each once: of two spellings the one that can be asked for. `.default` stands for whatever was consented to, and is no
 * permission itself.
 */
function named(scopes: readonly string[]): readonly string[] {
  const isLonger = (scope: string) => scopes.some((other) => other.endsWith(`/${scope}`));
  return [...new Set(scopes)].filter((scope) => !scope.endsWith('/.default') && !isLonger(scope));
}
