import { createHash, randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { calculateJwkThumbprint, EmbeddedJWK, exportJWK, generateKeyPair, jwtVerify, SignJWT } from 'jose';
import type { ProofOfPossession } from '../../../src/types.ts';

/** A key that a token is bound to, made as RFC 9449 §4.2 says. */
export async function makeKey(): Promise<ProofOfPossession> {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const jwk = await exportJWK(publicKey);
  return {
    thumbprint: await calculateJwkThumbprint(jwk),
    prove: async ({ method, url, accessToken, nonce }) => {
      const { origin, pathname } = new URL(url);
      const ath =
        accessToken === undefined
          ? undefined
          : createHash('sha256').update(accessToken.reveal()).digest('base64url');
      return new SignJWT({ jti: randomUUID(), htm: method, htu: origin + pathname, ath, nonce })
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk })
        .setIssuedAt()
        .sign(privateKey);
    },
  };
}

/** Checks a request as a protected resource must (RFC 9449 §4.3, §7.1); what is wrong, or the proof's claims. */
export async function checkProof(
  request: IncomingMessage,
  url: string,
  token: string,
): Promise<string | { readonly jti: string; readonly nonce?: string; readonly thumbprint: string }> {
  if (request.headers.authorization !== `DPoP ${token}`) return 'no DPoP token';
  const lines = request.rawHeaders.filter((_, index, all) => all[index - 1]?.toLowerCase() === 'dpop');
  if (lines.length !== 1) return `${lines.length} proofs`;
  try {
    const { payload, protectedHeader } = await jwtVerify(lines[0] ?? '', EmbeddedJWK, { typ: 'dpop+jwt' });
    const { htm, htu, ath, jti, nonce } = payload;
    if (htm !== request.method) return `htm ${String(htm)}`;
    if (htu !== url) return `htu ${String(htu)}`;
    if (ath !== createHash('sha256').update(token).digest('base64url')) return 'ath';
    const thumbprint = await calculateJwkThumbprint(protectedHeader.jwk ?? {});
    return { jti: String(jti), thumbprint, ...(typeof nonce === 'string' ? { nonce } : {}) };
  } catch (error) {
    return String(error);
  }
}
