import { constants, randomUUID, sign } from 'node:crypto';
import type { SigningAlgorithm, SigningKey } from './credential.ts';

/** Seconds; long enough for a slow exchange, too short to be worth stealing. */
const LIFE = 300;

export interface AssertionFacts {
  readonly clientId: string;
  /** The authorization server's issuer, or its token endpoint where the provider documents that. */
  readonly audience: string;
  readonly keyId?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Signs a client assertion (RFC 7523 §3), for a library that takes one ready-made. */
export function signClientAssertion(signing: SigningKey, facts: AssertionFacts): string {
  const algorithm = signing.algorithms[0] ?? 'RS256';
  const issuedAt = Math.floor(facts.now / 1000);
  const header = {
    alg: algorithm,
    typ: 'JWT',
    ...(facts.keyId === undefined ? {} : { kid: facts.keyId }),
  };
  const claims = {
    iss: facts.clientId,
    sub: facts.clientId,
    aud: facts.audience,
    jti: randomUUID(),
    iat: issuedAt,
    nbf: issuedAt,
    exp: issuedAt + LIFE,
  };
  const input = `${encode(header)}.${encode(claims)}`;
  return `${input}.${signature(algorithm, signing, input)}`;
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

function signature(algorithm: SigningAlgorithm, { key }: SigningKey, input: string): string {
  const hash = algorithm === 'Ed25519' ? null : `sha${algorithm.slice(2)}`;
  const padding =
    algorithm === 'PS256'
      ? { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
      : {};
  return sign(hash, Buffer.from(input), { key, dsaEncoding: 'ieee-p1363', ...padding }).toString('base64url');
}
