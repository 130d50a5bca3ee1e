import type { JWK, JWTPayload } from 'jose';
import { KeysUnavailable } from './gate.ts';
import type { Decoded, ResourceContext, TokenParts } from './parts.ts';

/** Seconds of clock difference that are forgiven. */
const leeway = 60;

/** RFC 9068 §4 and RFC 8725. */
export function correctToken(context: ResourceContext): TokenParts {
  let cached: readonly JWK[] | undefined;
  return {
    believedUnverified: () => undefined,
    decode,
    acceptsAlgorithm: (alg) => ['RS256', 'ES256', 'EdDSA'].includes(String(alg)),
    acceptsType: (typ) => /^(?:application\/)?at\+jwt$/i.test(String(typ)),
    acceptsCritical: (header) => header.crit === undefined,
    fetchKeys: async (fresh) => {
      if (cached === undefined || fresh) cached = await fetchKeySet(context.jwksUri);
      return cached;
    },
    selectKey: (keys, { kid, alg }) => keys.find((key) => key.kid === kid && key.alg === alg),
    verifySignature: async (token, key, header) => {
      const { compactVerify, importJWK } = await import('jose');
      const alg = String(header.alg);
      return compactVerify(token, await importJWK(key, alg), { algorithms: [alg] }).then(
        () => true,
        () => false,
      );
    },
    acceptsIssuer: (iss) => iss === context.issuer,
    acceptsAudience: (aud) => (Array.isArray(aud) ? aud.includes(context.url) : aud === context.url),
    acceptsExpiry: (exp, now) => typeof exp === 'number' && exp + leeway > now,
    acceptsNotBefore: (nbf, now) => nbf === undefined || (typeof nbf === 'number' && nbf - leeway <= now),
    acceptsSubject: (sub) => typeof sub === 'string' && sub !== '',
    acceptsBinding: (cnf, proved) =>
      proved === undefined ? cnf === undefined : isRecord(cnf) && cnf.jkt === proved,
    isRevoked: (jti) => typeof jti === 'string' && context.isRevoked(jti),
    introspect: (token) => introspect(token, context),
    callerOf: (claims, principal) => ({
      sub: claims.sub ?? '',
      clientId: typeof claims.client_id === 'string' ? claims.client_id : '',
      permissions: [...words(claims.scope), ...words(claims.scp), ...words(claims.roles)],
      principal,
      claims,
    }),
    principalOf: ({ iss, sub, client_id }) => JSON.stringify([iss, sub, client_id]),
  };
}

function decode(token: string): Decoded | undefined {
  const [header, claims, signature, ...more] = token.split('.');
  if (header === undefined || claims === undefined || more.length > 0) return undefined;
  if (signature === undefined || signature === '' || !isCanonical(signature)) return undefined;
  try {
    const decoded = { header: parse(header), claims: parse(claims) };
    return isRecord(decoded.header) && isRecord(decoded.claims)
      ? { header: decoded.header, claims: decoded.claims }
      : undefined;
  } catch {
    return undefined;
  }
}

/** Base64url has several spellings of one signature where its last character is not filled; one of them is right. */
function isCanonical(segment: string): boolean {
  return Buffer.from(segment, 'base64url').toString('base64url') === segment;
}

function parse(segment: string): unknown {
  return JSON.parse(Buffer.from(segment, 'base64url').toString('utf8'));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

async function fetchKeySet(jwksUri: string): Promise<readonly JWK[]> {
  try {
    const response = await fetch(jwksUri, { redirect: 'error', signal: AbortSignal.timeout(5000) });
    const { keys } = (await response.json()) as { keys: JWK[] };
    if (response.status !== 200 || !Array.isArray(keys)) throw new Error('no key set');
    return keys;
  } catch (error) {
    throw new KeysUnavailable('no keys', { cause: error });
  }
}

async function introspect(
  token: string,
  { introspection }: ResourceContext,
): Promise<JWTPayload | undefined> {
  if (introspection === undefined) return undefined;
  const { endpoint, clientId, clientSecret } = introspection;
  const response = await fetch(endpoint, {
    method: 'POST',
    headers: {
      authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}`,
      'content-type': 'application/x-www-form-urlencoded',
    },
    body: new URLSearchParams({ token }).toString(),
    redirect: 'error',
    signal: AbortSignal.timeout(5000),
  }).catch((error: unknown) => {
    throw new KeysUnavailable('no introspection', { cause: error });
  });
  const claims = (await response.json()) as JWTPayload & { active?: unknown };
  return claims.active === true ? claims : undefined;
}

function words(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.split(' ').filter((word) => word !== '');
  return Array.isArray(value) ? value.filter((word) => typeof word === 'string') : [];
}
