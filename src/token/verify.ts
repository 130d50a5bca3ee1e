import type { Secret } from '../secret.ts';
import { quote } from '../text/quote.ts';
import type { Http, Phase, Token } from '../types.ts';
import { cleanToken } from './clean.ts';
import { createKeyCache, type Jwk, type JwksReading, type KeyCache, readJwks } from './jwks.ts';

/** Where the issuer's keys are: at a URL (share `cache` among the tokens of a run), or at hand. */
export type KeySource =
  | { readonly jwksUri: string; readonly http: Http; readonly phase?: Phase; readonly cache?: KeyCache }
  | { readonly jwks: unknown };

/**
 * The token with its signature judged against the issuer's keys (RFC 7515 §5.2): `verified`; `invalid` when no
 * key of the issuer made it, with the reason; `unverified` when that could not be found out, with the reason.
 * Only asymmetric algorithms count. Expiry, audience and issuer are not looked at. Rejects only on a bug.
 */
export async function verifySignature(raw: Secret | string, token: Token, source: KeySource): Promise<Token> {
  const obstacle = obstacleTo(token);
  if (obstacle !== undefined) return { ...token, ...obstacle };
  const set = await keysFor(token, source);
  if ('problem' in set) return { ...token, ...unverified(set.problem) };
  const keys = candidates(token, set.keys);
  if (keys.length === 0) return { ...token, ...invalid(noKey(token, set.keys)) };
  const text = cleanToken(typeof raw === 'string' ? raw : raw.reveal()).text;
  return { ...token, ...(await tryKeys(text, String(token.header?.alg), keys)) };
}

type Outcome = Pick<Token, 'signature' | 'signatureReason'>;

const invalid = (reason: string): Outcome => ({ signature: 'invalid', signatureReason: reason });
const unverified = (reason: string): Outcome => ({ signature: 'unverified', signatureReason: reason });

/** Key type that each asymmetric algorithm needs (RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2). */
const keyTypes: Readonly<Record<string, string>> = Object.fromEntries([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map((name) => [name, 'RSA']),
  ...['ES256', 'ES384', 'ES512'].map((name) => [name, 'EC']),
  ...['EdDSA', 'Ed25519'].map((name) => [name, 'OKP']),
]);

function obstacleTo(token: Token): Outcome | undefined {
  if (token.format === 'opaque') return unverified('the token is opaque: there is no signature to look at');
  if (token.format === 'jwe') return unverified('the token is encrypted: only its resource can read it');
  const algorithm = token.header?.alg;
  if (typeof algorithm !== 'string') return invalid('the header names no algorithm');
  if (algorithm.toLowerCase() === 'none') return invalid('"alg" is "none": the token is not signed');
  if (/^HS\d+$/.test(algorithm))
    return unverified(
      `"alg" is ${quote(algorithm, 20)}: checking it takes the issuer's shared secret, not its public keys`,
    );
  if (!Object.hasOwn(keyTypes, algorithm))
    return unverified(
      `"alg" is ${quote(algorithm, 20)}, which is not a known asymmetric signature algorithm`,
    );
  if (token.header?.nonce !== undefined)
    return unverified(
      'the header holds a "nonce", as tokens for Microsoft Graph do: it is changed before signing, so only Graph can check it',
    );
  return undefined;
}

async function keysFor(token: Token, source: KeySource): Promise<JwksReading> {
  if ('jwks' in source) return readJwks(source.jwks);
  const cache = source.cache ?? createKeyCache();
  const first = await cache.read(source);
  const kid = token.header?.kid;
  if ('problem' in first || typeof kid !== 'string' || first.keys.some((key) => key.kid === kid))
    return first;
  return cache.read(source, kid);
}

function candidates(token: Token, keys: readonly Jwk[]): readonly Jwk[] {
  const { alg, kid } = token.header ?? {};
  return keys.filter((key) => {
    if (key.kty !== keyTypes[String(alg)]) return false;
    if (kid !== undefined && key.kid !== kid) return false;
    return key.alg === undefined || key.alg === alg;
  });
}

function noKey(token: Token, keys: readonly Jwk[]): string {
  const { alg, kid } = token.header ?? {};
  const published = `the issuer publishes ${keys.length} signing key${keys.length === 1 ? '' : 's'}`;
  if (typeof kid !== 'string') return `${published}, none for ${quote(String(alg), 20)}`;
  return keys.some((key) => key.kid === kid)
    ? `the issuer's key ${quote(kid)} is not one for ${quote(String(alg), 20)}`
    : `${published}, none with the token's "kid" ${quote(kid)}`;
}

async function tryKeys(text: string, algorithm: string, keys: readonly Jwk[]): Promise<Outcome> {
  const { compactVerify, errors, importJWK } = await import('jose');
  let outcome = invalid('the signature was not made with a key of the issuer over this header and payload');
  for (const { kty, kid, n, e, crv, x, y } of keys) {
    try {
      // Public members only, so that a published private key or `key_ops` cannot change what is verified.
      const jwk = Object.fromEntries(
        Object.entries({ kty, kid, n, e, crv, x, y }).filter(([, v]) => v !== undefined),
      );
      await compactVerify(text, await importJWK({ ...jwk, kty }, algorithm), { algorithms: [algorithm] });
      return { signature: 'verified', signatureReason: null };
    } catch (error) {
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      outcome = unverified(unusable(error, kid));
    }
  }
  return outcome;
}

function unusable(error: unknown, kid: string | undefined): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : 'unusable key';
  if (code === 'ERR_JWS_INVALID') return 'the token is no well-formed JWS (RFC 7515 §7.1)';
  if (code === 'ERR_JOSE_NOT_SUPPORTED')
    return 'the token demands an extension ("crit") that is not supported';
  return `the issuer's key ${kid === undefined ? 'without "kid"' : quote(kid)} could not be used (${code})`;
}
