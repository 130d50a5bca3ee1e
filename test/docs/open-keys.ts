import { randomUUID } from 'node:crypto';
import { calculateJwkThumbprint, EmbeddedJWK, exportJWK, generateKeyPair, type JWK, jwtVerify } from 'jose';
import { requireThat } from '../flows/assertion-world.ts';

export async function newKey() {
  const { publicKey, privateKey } = await generateKeyPair('ES256');
  const kid = randomUUID();
  const publicJwk: JWK = { ...(await exportJWK(publicKey)), kid, alg: 'ES256', use: 'sig' };
  return { kid, privateKey, publicJwk };
}

/** RFC 9449 §4.3: the key of a good proof; undefined without one. */
export async function thumbprintOf(proof: unknown, url: string): Promise<string | undefined> {
  if (typeof proof !== 'string') return undefined;
  const { payload, protectedHeader } = await jwtVerify(proof, EmbeddedJWK, { typ: 'dpop+jwt' });
  const { jwk } = protectedHeader;
  const isGood = payload.htm === 'POST' && payload.htu === url && jwk !== undefined;
  requireThat(isGood, 'invalid_dpop_proof', 'not for this request');
  return jwk === undefined ? undefined : await calculateJwkThumbprint(jwk);
}
