import { randomBytes } from 'node:crypto';
import { type HttpAnswer, json } from '../http.ts';
import type { ServerParts } from './parts.ts';
import type { Grant, RefreshToken, ServerContext } from './state.ts';

/** A month. */
const refreshLifetime = 30 * 24 * 3600;

/** The token answer of a grant; `refresh`: with a new refresh token. */
export async function issue(
  grant: Grant,
  refresh: boolean,
  parts: ServerParts,
  context: ServerContext,
): Promise<HttpAnswer> {
  const now = context.now();
  const jti = parts.newTokenId();
  const bound = grant.boundTo === undefined ? {} : parts.bindsToken(grant.boundTo);
  const claims = { ...parts.accessTokenClaims(grant, jti, now), ...bound };
  const [key] = context.keys;
  const jwt = await parts.sign(claims, parts.tokenHeader(key?.kid ?? '', key?.alg ?? 'none'));
  const token = parts.wireToken(jwt, jti);
  context.issued.set(token, { jti, token, grant, claims });
  const idToken = grant.scopes.includes('openid')
    ? { id_token: await parts.sign(parts.idTokenClaims(grant, now), { kid: key?.kid, typ: 'JWT' }) }
    : {};
  const members = {
    access_token: token,
    ...parts.tokenMembers(grant, claims),
    ...idToken,
    ...(refresh ? { refresh_token: newRefreshToken(grant, context, now) } : {}),
  };
  return json(200, members, parts.tokenHeaders());
}

function newRefreshToken(grant: Grant, { refreshTokens }: ServerContext, now: number): string {
  const refreshToken: RefreshToken = {
    token: randomBytes(32).toString('base64url'),
    grant,
    expires: now + refreshLifetime,
  };
  refreshTokens.set(refreshToken.token, refreshToken);
  return refreshToken.token;
}
