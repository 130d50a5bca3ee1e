import { AuthcheckError } from '../errors.ts';
import { isTooDeep, MOST_NESTED } from '../text/nesting.ts';
import { quote } from '../text/quote.ts';
import type { Http, Phase } from '../types.ts';

/** A public key as published in a JWK Set (RFC 7517 §4). */
export type Jwk = Readonly<Record<string, unknown>> & { readonly kty: string; readonly kid?: string };

export type JwksReading =
  | { readonly keys: readonly Jwk[] }
  /** Why there are no keys, in plain words. */
  | { readonly problem: string };

/** JWK Sets by URL, so that the tokens of a run fetch each of them once. */
export interface KeyCache {
  /** `lacking`: a key id that the set at hand does not hold; fetches once more for each such id. */
  readonly read: (request: JwksRequest, lacking?: string) => Promise<JwksReading>;
}

export interface JwksRequest {
  readonly jwksUri: string;
  readonly http: Http;
  readonly phase?: Phase;
}

/** A cache for one run. Failed fetches are kept too: a dead key server is asked once, not once per token. */
export function createKeyCache(): KeyCache {
  const sets = new Map<string, { reading: Promise<JwksReading>; readonly lacked: Set<string> }>();
  return {
    read: (request, lacking) => {
      const held = sets.get(request.jwksUri);
      if (held === undefined) {
        const reading = fetchJwks(request);
        sets.set(request.jwksUri, { reading, lacked: new Set() });
        return reading;
      }
      if (lacking !== undefined && !held.lacked.has(lacking)) {
        held.lacked.add(lacking);
        held.reading = fetchJwks(request);
      }
      return held.reading;
    },
  };
}

/** Reads a JWK Set document (RFC 7517 §5): asymmetric signing keys only, at most 100. */
export function readJwks(document: unknown): JwksReading {
  if (typeof document !== 'object' || document === null || !('keys' in document))
    return { problem: 'the document is no JWK Set: it has no "keys"' };
  // Libraries clone it recursively.
  if (isTooDeep(document)) return { problem: `the JWK Set is nested more than ${MOST_NESTED} deep` };
  const { keys } = document;
  if (!Array.isArray(keys)) return { problem: 'the document is no JWK Set: "keys" is no array' };
  if (keys.length > MAX_KEYS)
    return { problem: `the JWK Set has ${keys.length} keys, more than ${MAX_KEYS}` };
  const usable = keys.filter(isSigningKey);
  return usable.length === 0 ? { problem: 'the JWK Set has no asymmetric signing key' } : { keys: usable };
}

const MAX_KEYS = 100;
const MAX_BYTES = 512 * 1024;

async function fetchJwks({ jwksUri, http, phase = 'token' }: JwksRequest): Promise<JwksReading> {
  try {
    const response = await http.send({
      method: 'GET',
      url: jwksUri,
      headers: [['accept', 'application/jwk-set+json, application/json']],
      purpose: 'metadata',
      phase,
      named: true,
      maxBytes: MAX_BYTES,
    });
    if (response.status !== 200)
      return { problem: `${quote(jwksUri)} answered ${response.status} where a JWK Set was expected` };
    return readJwks(JSON.parse(response.body));
  } catch (error) {
    if (error instanceof SyntaxError) return { problem: `${quote(jwksUri)} did not answer with JSON` };
    if (error instanceof AuthcheckError)
      return {
        problem: `the keys could not be fetched from ${quote(jwksUri)}: ${error.message} (${error.code})`,
      };
    throw error;
  }
}

function isSigningKey(key: unknown): key is Jwk {
  if (typeof key !== 'object' || key === null) return false;
  const { kty, use, kid } = key as { kty?: unknown; use?: unknown; kid?: unknown };
  if (kid !== undefined && typeof kid !== 'string') return false;
  return (kty === 'RSA' || kty === 'EC' || kty === 'OKP') && (use === undefined || use === 'sig');
}
