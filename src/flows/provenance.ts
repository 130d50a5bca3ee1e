import type { Secret } from '../secret.ts';

/**
 * Which issuer a refresh token of this run came from. It may go back there and nowhere else, also when the
 * user pinned nothing. Held weakly, so that it lives as long as the token.
 */
const issuers = new WeakMap<Secret, string>();

/** Remembers where a refresh token came from. */
export function rememberIssuer(refreshToken: Secret, issuer: string): void {
  issuers.set(refreshToken, issuer);
}

/** The issuer of a refresh token of this run; undefined for one that was kept from an earlier run. */
export function issuerOfRefreshToken(refreshToken: Secret): string | undefined {
  return issuers.get(refreshToken);
}
