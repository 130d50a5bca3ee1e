import { createHmac, createPublicKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import type { Secret, Vault } from '../secret.ts';
import { byNode, encode, type Forged, partsOf } from './forged.ts';
import type { Jwk } from './jwks.ts';

export interface Confused extends Forged {
  /** What of the public key served as a shared secret. */
  readonly form: string;
}

/**
 * The JWT's claims under HS256, with the issuer's public key as if it were a shared secret, in the forms in which a
 * server may hold it (RFC 8725 §2.1); none when it is no JWT or the key set has no key of its kind.
 */
export function keyConfusion(
  token: Secret,
  keys: readonly Jwk[],
  jwksUri: string,
  vault: Vault,
): readonly Confused[] {
  const parts = partsOf(token);
  if (parts === undefined) return [];
  const { kid, alg } = parts.headerClaims;
  const kty = keyType(alg);
  const jwk = keys.find((key) => kid !== undefined && key.kid === kid) ?? keys.find((key) => key.kty === kty);
  const key = jwk && publicKey(jwk);
  if (jwk === undefined || key === undefined) return [];
  const signed = `${encode({ ...parts.headerClaims, alg: 'HS256' })}.${parts.payload}`;
  return formsOf(jwk, key).map(({ form, secret, inJs }) => ({
    form,
    token: vault.keep(`${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`),
    inShell: byNode(confusing(kty, inJs), jwksUri),
  }));
}

/** The same in a few lines of node, with the key set in its standard input. */
function confusing(kty: string, secret: string): string {
  const find = `keys.find((k)=>k.kid===o.kid)??keys.find((k)=>k.kty==="${kty}")`;
  return [
    'const c=require("crypto"),o=read(h),{keys}=JSON.parse(require("fs").readFileSync(0))',
    `const k=${find},d=write({...o,alg:"HS256"})+"."+p`,
    `console.log(d+"."+c.createHmac("sha256",${secret}).update(d).digest("base64url"))`,
  ].join(';');
}

function keyType(alg: unknown): string {
  const name = String(alg);
  if (name.startsWith('ES')) return 'EC';
  return name === 'EdDSA' || name === 'Ed25519' ? 'OKP' : 'RSA';
}

/** undefined: what was published is no key. */
function publicKey(jwk: Jwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: jwk as JsonWebKey, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function formsOf(jwk: Jwk, key: KeyObject) {
  const pem = (type: 'spki' | 'pkcs1') => ({
    secret: key.export({ type, format: 'pem' }),
    inJs: `c.createPublicKey({key:k,format:"jwk"}).export({type:"${type}",format:"pem"})`,
  });
  return [
    { form: 'PEM (SPKI)', ...pem('spki') },
    ...(jwk.kty === 'RSA' ? [{ form: 'PEM (PKCS #1)', ...pem('pkcs1') }] : []),
    { form: 'JWK as JSON', secret: JSON.stringify(jwk), inJs: 'JSON.stringify(k)' },
  ];
}
