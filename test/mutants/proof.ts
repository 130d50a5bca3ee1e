import { createHash } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, jwtVerify } from 'jose';

/** Algorithms of proofs that both servers take. */
export const PROOF_ALGORITHMS: readonly string[] = ['ES256'];

/** Seconds that the clock of whoever proves may be off. */
const leeway = 60;

/** What a proof must be about. */
export interface Proven {
  readonly method: string;
  readonly url: string;
  /** Seconds since the epoch. */
  readonly now: number;
  /** `jti`s of the proofs that were taken; this one is added. */
  readonly seen: Set<string>;
  /** The token that comes along. */
  readonly accessToken?: string;
}

/** Thumbprint of the key that the one `DPoP` header proves (RFC 9449 §4.3); undefined: it proves none. */
export async function provenKeyOf(
  lines: readonly string[],
  { method, url, now, seen, accessToken }: Proven,
): Promise<string | undefined> {
  const [proof, ...more] = lines;
  if (proof === undefined || more.length > 0) return undefined;
  try {
    const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, {
      algorithms: [...PROOF_ALGORITHMS],
      typ: 'dpop+jwt',
    });
    const { jti, htm, htu, iat, ath } = payload;
    const good =
      htm === method &&
      withoutQuery(htu) === withoutQuery(url) &&
      typeof iat === 'number' &&
      Math.abs(iat - now) <= leeway &&
      (accessToken === undefined || ath === hashOf(accessToken)) &&
      typeof jti === 'string' &&
      !seen.has(jti);
    if (!good || protectedHeader.jwk === undefined) return undefined;
    seen.add(jti);
    return await calculateJwkThumbprint(protectedHeader.jwk);
  } catch {
    return undefined;
  }
}

function withoutQuery(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

function hashOf(accessToken: string): string {
  return createHash('sha256').update(accessToken).digest('base64url');
}
