import type { JWK, JWTPayload } from 'jose';
import type { Call, Caller, Decoded, Problem, ResourceContext, ResourceParts } from './parts.ts';

type Outcome = { readonly caller: Caller } | { readonly problem: Problem };

/** Who calls, or why nobody does. */
export async function authenticate(
  call: Call,
  parts: ResourceParts,
  context: ResourceContext,
): Promise<Outcome> {
  const outcome = await judge(call, parts, context);
  if ('caller' in outcome) return outcome;
  const caller = parts.exempt(call, outcome.problem);
  return caller === undefined ? outcome : { caller };
}

async function judge(call: Call, parts: ResourceParts, context: ResourceContext): Promise<Outcome> {
  const lines = call.request.headers.authorization ?? [];
  const found = parts.credential(lines);
  if (found.kind === 'malformed') {
    return { problem: { kind: 'invalid_request', detail: found.detail } };
  }
  const scheme = lines[0]?.split(' ')[0] ?? '';
  const bound = found.kind === 'token' && parts.isDpop(scheme);
  const sent = found.kind === 'token' && (bound || parts.isBearer(scheme)) ? found.token : undefined;
  const token = sent ?? parts.tokenElsewhere(call.request);
  if (token === undefined) return { problem: { kind: 'no_token' } };
  try {
    const proved = bound ? await parts.keyOfProof(call.request, token) : undefined;
    if (bound && proved === undefined) {
      return { problem: { kind: 'invalid_dpop_proof', detail: 'The proof of the key does not hold' } };
    }
    const claims = await claimsOf(token, proved, parts, context);
    if (typeof claims === 'string') return { problem: { kind: 'invalid_token', detail: claims } };
    return { caller: parts.callerOf(claims, parts.principalOf(claims)) };
  } catch (error) {
    return { problem: parts.problemOfError(error) };
  }
}

/** The claims of a good token, or what is wrong with it. */
async function claimsOf(
  token: string,
  proved: string | undefined,
  parts: ResourceParts,
  context: ResourceContext,
): Promise<JWTPayload | string> {
  const opaque = context.introspection !== undefined && !token.includes('.');
  const believed = parts.believedUnverified(token);
  const claims = believed ?? (opaque ? await parts.introspect(token) : await signedClaims(token, parts));
  if (claims === undefined) return 'The token is not active';
  if (typeof claims === 'string') return claims;
  const now = context.now();
  if (!parts.acceptsIssuer(claims.iss)) return 'The token comes from another issuer';
  if (!parts.acceptsAudience(claims.aud)) return 'The token is meant for another audience';
  if (!parts.acceptsExpiry(claims.exp, now)) return 'The token has expired';
  if (!parts.acceptsNotBefore(claims.nbf, now)) return 'The token is not valid yet';
  if (!parts.acceptsSubject(claims.sub)) return 'The token has no subject';
  if (!parts.acceptsBinding(claims.cnf, proved)) return 'The token is bound to another key';
  if (parts.isRevoked(claims.jti)) return 'The token has been revoked';
  return claims;
}

async function signedClaims(token: string, parts: ResourceParts): Promise<JWTPayload | string> {
  const decoded = parts.decode(token);
  if (decoded === undefined) return 'The token is not a well-formed JWT';
  const { header, claims } = decoded;
  if (!parts.acceptsAlgorithm(header.alg)) return 'The algorithm of the token is not allowed';
  if (!parts.acceptsType(header.typ)) return 'The token is no access token';
  if (!parts.acceptsCritical(header)) return 'The token has a critical extension';
  const key = await keyOf(header, parts);
  if (key === undefined) return 'The token is not signed with a key of the issuer';
  if (!(await parts.verifySignature(token, key, header))) return 'The signature of the token is wrong';
  return claims;
}

/** From the cache; fetched again for a key that is not there. */
async function keyOf(header: Decoded['header'], parts: ResourceParts): Promise<JWK | undefined> {
  const cached = parts.selectKey(await parts.fetchKeys(false), header);
  return cached ?? parts.selectKey(await parts.fetchKeys(true), header);
}
