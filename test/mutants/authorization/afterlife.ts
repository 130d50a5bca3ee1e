import type { AfterlifeParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** RFC 7009 §2.1 and RFC 7662 §2.2. */
export function correctAfterlife({ issued, refreshTokens, revoked }: ServerContext): AfterlifeParts {
  return {
    revoke: (token, client) => {
      const access = issued.get(token);
      if (access?.grant.client.id === client.id) revoked.add(access.jti);
      const refresh = refreshTokens.get(token);
      if (refresh?.grant.client.id !== client.id) return;
      refreshTokens.delete(token);
      const { family } = refresh.grant;
      for (const { jti, grant } of issued.values()) if (grant.family === family) revoked.add(jti);
    },
    introspect: (token, now) => {
      const access = issued.get(token);
      const live = access !== undefined && !revoked.has(access.jti) && Number(access.claims.exp) > now;
      return live
        ? {
            active: true,
            token_type: access.grant.boundTo === undefined ? 'Bearer' : 'DPoP',
            ...access.claims,
          }
        : { active: false };
    },
    mayIntrospect: ({ id }) => id === 'resource-server',
  };
}
