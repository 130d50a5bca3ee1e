import { createHash } from 'node:crypto';
import type { RedemptionParts } from './parts.ts';
import type { ServerContext } from './state.ts';

/** RFC 6749 §4.1.3 and §6, RFC 7636 §4.6, RFC 9700 §4.14. */
export function correctRedemption(context: ServerContext): RedemptionParts {
  const { codes, spentCodes, refreshTokens, issued, revoked } = context;
  const endRefreshTokens = (family: string): void => {
    for (const { token, grant } of refreshTokens.values()) {
      if (grant.family === family) refreshTokens.delete(token);
    }
  };
  return {
    findCode: (code) => codes.get(code),
    spendCode: (code) => {
      codes.delete(code.code);
      spentCodes.set(code.code, code);
    },
    codeReplayed: ({ grant: { family } }) => {
      endRefreshTokens(family);
      for (const { jti, grant } of issued.values()) if (grant.family === family) revoked.add(jti);
    },
    isCodeFresh: ({ expires }, now) => now < expires,
    isCodeOfClient: ({ grant }, { id }) => grant.client.id === id,
    isCodeForRedirectUri: (code, redirectUri) => code.redirectUri === redirectUri,
    verifierMatches: ({ challenge }, verifier) => {
      if (challenge === undefined) return verifier === null;
      if (verifier === null || !/^[\w.~-]{43,128}$/.test(verifier)) return false;
      return createHash('sha256').update(verifier).digest('base64url') === challenge;
    },
    givesRefreshToken: ({ client }) => client.grants.includes('refresh_token'),
    findRefreshToken: (token) => refreshTokens.get(token),
    isRefreshTokenOfClient: ({ grant }, { id }) => grant.client.id === id,
    isRefreshTokenFresh: ({ expires }, now) => now < expires,
    rotatesRefreshToken: () => true,
    refreshTokenReplayed: ({ grant }) => endRefreshTokens(grant.family),
    refreshedScopes: (granted, asked) => {
      if (asked === undefined) return granted;
      return asked.every((scope) => granted.includes(scope)) ? asked : undefined;
    },
  };
}
