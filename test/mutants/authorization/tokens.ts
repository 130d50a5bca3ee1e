import { randomUUID } from 'node:crypto';
import { CompactSign } from 'jose';
import type { TokenParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** RFC 9068, RFC 6749 §5.1, OpenID Connect Core §2. */
export function correctTokens(context: ServerContext): TokenParts {
  const { issuer, lifetime } = context;
  return {
    tokenHeader: (kid, alg) => ({ alg, kid, typ: 'at+jwt' }),
    accessTokenClaims: ({ subject, client, audience, scopes }, jti, now) => ({
      iss: issuer,
      sub: subject,
      client_id: client.id,
      aud: audience.length === 1 ? audience[0] : audience,
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
      roles: ['calculator.user'],
      iat: now,
      exp: now + lifetime,
      jti,
    }),
    idTokenClaims: ({ subject, client, nonce }, now) => ({
      iss: issuer,
      sub: subject,
      aud: client.id,
      iat: now,
      auth_time: now,
      exp: now + 300,
      ...(nonce === undefined ? {} : { nonce }),
    }),
    sign: (claims, header) => {
      const [key] = context.keys;
      if (key === undefined) throw new Error('there is no key');
      return new CompactSign(Buffer.from(JSON.stringify(claims)))
        .setProtectedHeader({ alg: key.alg, ...header })
        .sign(key.privateKey);
    },
    wireToken: (jwt, jti) => (context.tokens === 'opaque' ? jti : jwt),
    newTokenId: () => randomUUID(),
    tokenMembers: ({ scopes, boundTo }) => ({
      token_type: boundTo === undefined ? 'Bearer' : 'DPoP',
      expires_in: lifetime,
      ...(scopes.length === 0 ? {} : { scope: scopes.join(' ') }),
    }),
    tokenHeaders: () => ({ 'cache-control': 'no-store', pragma: 'no-cache' }),
  };
}
